// Compiles the component for Salesforce with the vendor's compiler. In an organisation, Salesforce does so.
import { transformSync } from "@lwc/compiler";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HOSTS = fileURLToPath(new URL(".", import.meta.url));
const COMPONENT = join(HOSTS, "../dist-hosts/salesforce/force-app/main/default/lwc/ticketNote");
const API_VERSION = 66;

/** Returns the compiled code of a file of the component, and the compiler's warnings. */
export function compile(path) {
  const options = { name: "ticketNote", namespace: "c", apiVersion: API_VERSION };
  const { code, warnings = [] } = transformSync(readFileSync(path, "utf8"), basename(path), options);
  return { code, warnings };
}

/** Returns the path of a file of the component. */
export function componentFile(name) {
  return join(COMPONENT, name);
}

/** The plugin by which esbuild reads the component. The platform's own modules are stubs, after the vendor's. */
export function lwcPlugin(stubs) {
  return {
    name: "lwc",
    setup(build) {
      build.onResolve({ filter: /^lwc$/ }, ({ kind }) => build.resolve("@lwc/engine-dom", { kind, resolveDir: HOSTS }));
      build.onResolve({ filter: /^(lightning|@salesforce)\// }, ({ path }) => ({ path: stubs[path] }));
      build.onResolve({ filter: /\.css(\?.*)?$/ }, () => ({ path: "empty", namespace: "empty" }));
      build.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export default undefined" }));
      build.onLoad({ filter: /ticketNote\/ticketNote\.(js|html)$/ }, ({ path }) => ({
        contents: compile(path).code,
        loader: "js",
        resolveDir: dirname(path),
      }));
    },
  };
}
