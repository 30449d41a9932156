/** Shows the address of the framed page where a `sandbox` stops its module, and may stop its link too. A sandbox
    without `allow-same-origin` runs this script, because it is no module: a module of an opaque origin needs CORS.
    WebKit does not run it: there, the address of the link is left. */
document.querySelector("#address")?.append(location.href);
