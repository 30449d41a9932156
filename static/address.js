/** Shows the address of the framed page where a `sandbox` blocks its module, and may block its link too. A sandbox
    without `allow-same-origin` runs this script, because it is not a module: a module of an opaque origin needs CORS.
    WebKit does not run it: there, the user can copy the address of the link. */
document.querySelector("#address")?.append(location.href);
