/** What the sandbox tells its browser SDK of free views: types only, used on both sides. */
import type { SandboxMetering } from '../types.js';

export interface MeteringConfig {
  readonly settings: Readonly<Required<SandboxMetering>>;
  /** What the text of the cookie is combined with, byte by byte, in Base64. */
  readonly pad: string;
  /** How far the sandbox's clock goes ahead of the computer's, in ms. */
  readonly ahead: number;
  /** How often counts were reset: those that began before are void. */
  readonly resets: number;
  /** Pages that were shown as if a free view were left, although nobody has any, are loaded anew. */
  readonly isCorrecting: boolean;
}
