/** All that a command sees of the process around it, so that a test can stand in for the process. */

export interface Io {
  /** The values of PLENIGO_COMPANY_ID and PLENIGO_SECRET. An option of the command comes before them. */
  readonly env: { readonly companyId: string | undefined; readonly secret: string | undefined };
  /** The version of this package. */
  version(): string;
  /** Writes a line, or several, for the reader. */
  out(text: string): void;
  /** Writes a line, or several, about what went wrong. */
  err(text: string): void;
  /** Whether `out` leads to a terminal that shows colors. */
  readonly hasColors: boolean;
  /** The width of that terminal. */
  readonly columns: number;
  /** Resolves when the process is told to stop. */
  untilStopped(): Promise<unknown>;
}
