// As much of the binary format of WebAssembly as the names of functions need.
const HEADER = 8;
const CUSTOM = 0;
const CODE = 10;
const FUNCTION_NAMES = 1;
const HASH = /\[[0-9a-f]{15,16}\]|::h[0-9a-f]{16}$/g;

/** Returns the section with the code of all functions. */
export function codeOf(module) {
  return sections(module, HEADER).find(({ id }) => id === CODE).content;
}

/** Returns the names by the index of the function, without the hashes that rustc puts into them. */
export function functionNames(module) {
  const names = new Map();
  const section = nameSection(module);
  const reader = section && new Reader(section.find(({ id }) => id === FUNCTION_NAMES).content);
  for (let left = reader?.number() ?? 0; left > 0; left--) {
    const index = reader.number();
    names.set(index, reader.text().replace(HASH, ""));
  }
  return names;
}

/** Returns the parts of the custom section "name", if the module has it. */
function nameSection(module) {
  const custom = sections(module, HEADER).filter(({ id }) => id === CUSTOM);
  for (const { content } of custom) {
    const reader = new Reader(content);
    if (reader.text() === "name") return sections(reader.rest(), 0);
  }
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
