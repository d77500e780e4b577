/** What a command has of the process around it, so that tests can stand in for one. */

export interface Io {
  /** From PLENIGO_COMPANY_ID and PLENIGO_SECRET; an option of the command comes first. */
  readonly env: { readonly companyId: string | undefined; readonly secret: string | undefined };
  /** The version of this package. */
  version(): string;
  /** Writes a line, or several, for the reader. */
  out(text: string): void;
  /** The same for what went wrong. */
  err(text: string): void;
  /** `out` leads to a terminal that shows colors. */
  readonly hasColors: boolean;
  /** The width of that terminal. */
  readonly columns: number;
  /** Resolves when the process is told to stop. */
  untilStopped(): Promise<unknown>;
}
