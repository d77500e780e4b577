/** Parses JSON and remembers on which line each value stands, so that a mistake can be shown where it is. */
import { within } from '../sandbox/check.js';

/** Something is wrong with a file. The message is one line that begins with the file and the line. */
export class FileMistake extends Error {}

const TOKEN = /\s*([{}[\]:,]|"(?:[^"\\\p{Cc}]|\\.)*"|[\w.+-]+|\S|$)/uy;

export class LinedJson {
  readonly value: unknown;
  readonly #file: string;
  readonly #text: string;
  /** The line of each place, such as `customers[0].email`. */
  readonly #lines = new Map<string, number>();
  #at = 0;
  #line = 1;

  /** @throws FileMistake if the text is no JSON. */
  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
    this.value = this.#read(this.#next(), '');
    const rest = this.#next();
    if (rest !== '') throw this.#misread('the end', rest);
  }

  /** The line of a value; if there is no such value, the line of the innermost one around its place. */
  findLine(place: string): number {
    const line = this.#lines.get(place);
    const around = place.replace(/(\.?[\w-]+|\.?"(?:[^"\\]|\\.)*"|\[\d+\])$/, '');
    return line ?? (around === place ? 1 : this.findLine(around));
  }

  #next(): string {
    TOKEN.lastIndex = this.#at;
    const [whole = '', token = ''] = TOKEN.exec(this.#text) ?? [];
    this.#at += whole.length;
    this.#line += whole.split('\n').length - 1;
    return token;
  }

  #read(token: string, place: string): unknown {
    if (!this.#lines.has(place)) this.#lines.set(place, this.#line);
    if (token === '{') return Object.fromEntries(this.#fields(place));
    if (token === '[') return this.#entries(place);
    return this.#parse(token, 'a value');
  }

  #fields(place: string): Map<string, unknown> {
    const fields = new Map<string, unknown>();
    let token = this.#next();
    while (token !== '}') {
      const name = token.startsWith('"') ? String(this.#parse(token, 'a name')) : undefined;
      if (name === undefined) throw this.#misread('a name in double quotes', token);
      if (fields.has(name)) throw this.#mistake(`"${within(place, name)}" is there twice`);
      this.#lines.set(within(place, name), this.#line);
      this.#expect(':', this.#next());
      fields.set(name, this.#read(this.#next(), within(place, name)));
      token = this.#comma('}');
    }
    return fields;
  }

  #entries(place: string): unknown[] {
    const entries: unknown[] = [];
    let token = this.#next();
    while (token !== ']') {
      entries.push(this.#read(token, `${place}[${entries.length}]`));
      token = this.#comma(']');
    }
    return entries;
  }

  /** Reads what follows an entry: the end, or a comma and the first token of the next entry. */
  #comma(end: string): string {
    const token = this.#next();
    if (token === end) return end;
    this.#expect(',', token, `"," or "${end}"`);
    const next = this.#next();
    if (next === end) throw this.#misread('no comma before the end', end);
    return next;
  }

  #expect(wanted: string, token: string, name = `"${wanted}"`): void {
    if (token !== wanted) throw this.#misread(name, token);
  }

  #parse(token: string, wanted: string): unknown {
    try {
      return JSON.parse(token);
    } catch {
      throw this.#misread(wanted, token);
    }
  }

  /** The complaint repeats no more than one sign of the text, because there may be a secret in it. */
  #misread(wanted: string, token: string): FileMistake {
    const found = token === '' ? 'the file ends' : token.length > 1 ? 'there is something else' : `there is ${token}`;
    return this.#mistake(`this is no JSON: expected ${wanted}, but ${found}`);
  }

  #mistake(what: string): FileMistake {
    return new FileMistake(`${this.#file}:${this.#line}: ${what}`);
  }
}
