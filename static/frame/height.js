/** Calls `report` with the height of the page when it changes. Returns the function that reports it again. */
export function observeHeight(report) {
  let reported = 0;
  const measure = () => {
    const { width, height } = document.body.getBoundingClientRect();
    // A hidden frame has no height. If its parent page set 0 px, the frame would never grow again.
    if (width === 0 || height === 0 || Math.ceil(height) === reported) return;
    reported = Math.ceil(height);
    report(reported);
  };
  new ResizeObserver(measure).observe(document.body);
  return () => {
    if (reported > 0) report(reported);
  };
}
