import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// In development, ticket-note-proxy serves the form and its endpoint. `make demo` starts it.
// An object, not a string: Vite would send another Host header with a string.
const proxy = { target: "http://127.0.0.1:8080" };

const isCustomElement = (tag) => tag === "ticket-note";

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  server: { proxy: { "/ticket-note/": proxy, "/api/ticket-note/": proxy } },
});
