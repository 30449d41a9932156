export function fail(reason) {
  console.error(`bundle: ${reason}`);
  process.exit(1);
}
