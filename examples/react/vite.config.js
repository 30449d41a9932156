import { defineConfig } from "vite";

// In development, ticket-note-proxy serves the form and its endpoint. `make demo` starts it.
const proxy = "http://127.0.0.1:8080";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  server: { proxy: { "/ticket-note": proxy, "/api/ticket-note": proxy } },
});
