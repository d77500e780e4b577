/** MD5 (RFC 1321), which browsers do not have: for the short names of addresses in the cookie of free views. */

const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** The four rounds: how a step mixes three words of the state, which word of the block it takes, and how far it shifts. */
const ROUNDS: readonly {
  mix(b: number, c: number, d: number): number;
  word(step: number): number;
  shifts: readonly number[];
}[] = [
  { mix: (b, c, d) => (b & c) | (~b & d), word: (step) => step, shifts: [7, 12, 17, 22] },
  { mix: (b, c, d) => (d & b) | (~d & c), word: (step) => 5 * step + 1, shifts: [5, 9, 14, 20] },
  { mix: (b, c, d) => b ^ c ^ d, word: (step) => 3 * step + 5, shifts: [4, 11, 16, 23] },
  { mix: (b, c, d) => c ^ (b | ~d), word: (step) => 7 * step, shifts: [6, 10, 15, 21] },
];

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
    for (const [round, { mix, word, shifts }] of ROUNDS.entries()) {
      for (let step = round * 16; step < round * 16 + 16; step += 1) {
        const taken = padded.getUint32(block + (word(step) % 16) * 4, true);
        const sum = (a + mix(b, c, d) + (SINES[step] ?? 0) + taken) | 0;
        const shift = shifts[step % 4] ?? 0;
        [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
      }
    }
    for (const [i, value] of [a, b, c, d].entries()) state[i] = ((state[i] ?? 0) + value) | 0;
  }
  const result = new DataView(new ArrayBuffer(16));
  for (const [i, value] of state.entries()) result.setInt32(i * 4, value, true);
  return Array.from(new Uint8Array(result.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
