// The little of the WebAssembly binary format that trim.mjs needs: sections, and in them the functions' bodies.
// https://webassembly.github.io/spec/core/binary/modules.html
const TYPE_OF_REFERENCE = [0x63, 0x64]; // of a value: is followed by what it refers to
export const [GLOBAL, EXPORT, CODE] = [6, 7, 10]; // sections

/** Reads numbers from bytes. @param {Uint8Array} bytes */
export function reader(bytes, at = 0) {
  return {
    get at() {
      return at;
    },
    /** @param {number} count */
    take: (count) => bytes.subarray(at, (at += count)),
    rest: () => bytes.subarray(at),
    byte: () => bytes[at++],
    /** An unsigned number, seven bits a byte. */
    number() {
      let value = 0;
      for (let place = 1; ; place *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * place;
        if (byte < 128) return value;
      }
    },
  };
}

/** @param {number} value */
export function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Uint8Array.of(...bytes, value);
}

/** @param {string} text */
export function name(text) {
  const bytes = new TextEncoder().encode(text);
  return Buffer.concat([number(bytes.length), bytes]);
}

/**
 * The module with some sections changed.
 * @param {Uint8Array} module
 * @param {Record<number, (content: Uint8Array) => Uint8Array>} changes by the section's number
 */
export function withSections(module, changes) {
  const read = reader(module);
  const parts = [read.take(8)];
  while (read.at < module.length) {
    const id = read.byte();
    const content = read.take(read.number());
    const changed = changes[id]?.(content) ?? content;
    parts.push(Uint8Array.of(id), number(changed.length), changed);
  }
  return Buffer.concat(parts);
}

/** A section that is a list, with more at its end. @param {Uint8Array} content @param {Uint8Array[]} more */
export function withMore(content, more) {
  const read = reader(content);
  return Buffer.concat([number(read.number() + more.length), read.rest(), ...more]);
}

/** The code section with each body changed. @param {Uint8Array} content @param {(body: Uint8Array, place: number) => Uint8Array} change */
export function withBodies(content, change) {
  const read = reader(content);
  const count = read.number();
  const parts = [number(count)];
  for (let place = 0; place < count; place += 1) {
    const body = change(read.take(read.number()), place);
    parts.push(number(body.length), body);
  }
  return Buffer.concat(parts);
}

/** Where in a body its instructions begin, after the local variables. @param {Uint8Array} body */
export function firstInstruction(body) {
  const read = reader(body);
  for (let groups = read.number(); groups > 0; groups -= 1) {
    read.number();
    if (TYPE_OF_REFERENCE.includes(read.byte())) read.number();
  }
  return read.at;
}
