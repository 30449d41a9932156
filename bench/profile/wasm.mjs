// As much of the binary format of WebAssembly as the names of functions need.
const HEADER = 8;
const CUSTOM = 0;
const FUNCTION_NAMES = 1;
const HASH = /\[[0-9a-f]{15,16}\]|::h[0-9a-f]{16}$/g;

/** Returns the content of the first section with this number. */
export function section(module, number) {
  const found = sections(module, HEADER).find(({ id }) => id === number);
  if (!found) throw new Error(`the module has no section ${number}`);
  return found.content;
}

/** Returns the content of a custom section, after its name. */
export function customSection(module, name) {
  for (const { id, content } of sections(module, HEADER)) {
    if (id !== CUSTOM) continue;
    const reader = new Reader(content);
    if (reader.text() === name) return reader.rest();
  }
  throw new Error(`the module has no section "${name}"`);
}

/** Returns the names by the index of the function, without the hashes that rustc puts into them. */
export function functionNames(content) {
  const names = new Map();
  const reader = new Reader(sections(content, 0).find(({ id }) => id === FUNCTION_NAMES).content);
  for (let left = reader.number(); left > 0; left--) {
    const index = reader.number();
    names.set(index, reader.text().replace(HASH, ""));
  }
  return names;
}

function sections(bytes, start) {
  const reader = new Reader(bytes, start);
  const found = [];
  while (!reader.isAtEnd) found.push({ id: reader.byte(), content: reader.bytes(reader.number()) });
  return found;
}

class Reader {
  #bytes;
  #at;

  constructor(bytes, start = 0) {
    this.#bytes = bytes;
    this.#at = start;
  }

  get isAtEnd() {
    return this.#at >= this.#bytes.length;
  }

  byte() {
    return this.#bytes[this.#at++];
  }

  /** Reads an unsigned number in LEB128. */
  number() {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  }

  bytes(length) {
    return this.#bytes.subarray(this.#at, (this.#at += length));
  }

  text() {
    return this.bytes(this.number()).toString();
  }

  rest() {
    return this.#bytes.subarray(this.#at);
  }
}
