/** All that a command sees of the process around it, so that a test can stand in for the process. */

export interface Io {
  /** The values of PLENIGO_COMPANY_ID, PLENIGO_SECRET and so on. An option of the command comes before them. */
  readonly env: Readonly<Record<'companyId' | 'secret' | 'apiToken' | 'apiUrl' | 'cookie', string | undefined>>;
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
  /** Asks for a yes. Nobody is there to give it where the process has no terminal. */
  confirm(question: string): Promise<boolean>;
  /** Resolves when the process is told to stop. */
  untilStopped(): Promise<unknown>;
}

/** What the commands write through. */
export interface PlainIo extends Io {
  /** Writes a text that this package itself has painted, after it has taken control characters out of all else in it. */
  outPainted(text: string): void;
}

/** The same, but what comes from plenigo or from an argument can move no cursor and write no clipboard. */
export function makePlain(io: Io): PlainIo {
  return {
    ...io,
    out: (text) => io.out(removeControls(text)),
    err: (text) => io.err(removeControls(text)),
    confirm: (question) => io.confirm(makeLine(question)),
    outPainted: (text) => io.out(text),
  };
}

/** The same in one line: what comes from an argument, a page or plenigo can forge no line of what a command prints. */
export const makeLine = (text: string): string => removeControls(text).replaceAll('\n', ' ');

/** Leaves no control character but the ends of lines, and nothing that turns the direction of a text. */
const removeControls = (text: string): string => text.replace(/[^\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}]/gu, '');
