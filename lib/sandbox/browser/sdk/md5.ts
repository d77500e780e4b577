/** MD5 (RFC 1321), which browsers do not have: for the short names of addresses in the cookie of free views. */

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** One of the four rounds' functions, and which word of the block its step takes. */
function mix(step: number, [b, c, d]: [number, number, number]): { value: number; word: number } {
  switch (step >> 4) {
    case 0:
      return { value: (b & c) | (~b & d), word: step };
    case 1:
      return { value: (d & b) | (~d & c), word: (5 * step + 1) % 16 };
    case 2:
      return { value: b ^ c ^ d, word: (3 * step + 5) % 16 };
    default:
      return { value: c ^ (b | ~d), word: (7 * step) % 16 };
  }
}

/** In hex. */
export function md5(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, bytes.length * 8, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < padded.byteLength; block += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let step = 0; step < 64; step += 1) {
      const { value, word } = mix(step, [b, c, d]);
      const sum = (a + value + (SINES[step] ?? 0) + padded.getUint32(block + word * 4, true)) | 0;
      const shift = SHIFTS[step >> 4]?.[step % 4] ?? 0;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    for (const [i, value] of [a, b, c, d].entries()) state[i] = ((state[i] ?? 0) + value) | 0;
  }
  const result = new DataView(new ArrayBuffer(16));
  for (const [i, value] of state.entries()) result.setInt32(i * 4, value, true);
  return Array.from(new Uint8Array(result.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
