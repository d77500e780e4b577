// Reads the project's documentation: its code blocks, headings and links, each with its place.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.js';

export interface Block {
  /** Path from the project's folder. */
  readonly file: string;
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  readonly heading: string;
}

/** One link or picture that points into the project. */
export interface Link {
  readonly file: string;
  readonly line: number;
  /** As written, without the title. */
  readonly target: string;
}

export interface Page {
  readonly file: string;
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
  /** The names that `#…` can lead to. */
  readonly anchors: ReadonlySet<string>;
}

/** Every documentation file that people write; docs/api is generated, and has a test of its own. */
export function documentationFiles(): string[] {
  const markdown = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name));
  const top = readdirSync(root).filter((name) => name.endsWith('.md'));
  return [...top, ...markdown('docs')].filter((name) => !name.startsWith(join('docs', 'api'))).sort();
}

/** A file of docs/examples, which pages only name. */
export const exampleText = (name: string): string => readFileSync(join(root, 'docs/examples', name), 'utf8');

/** The anchor that GitHub gives to a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

const fence = /^ *(`{3,})([\w-]*)/;
const linkPattern = /\[(?:[^\]\\]|\\.)*\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\s*\[[^\]]+\]:\s*(\S+)/g;

/** @throws if a code block has no end. */
export function readPage(file: string): Page {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const blocks: Block[] = [];
  const links: Link[] = [];
  const anchors = new Set<string>();
  let heading = '';
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, ticks, language = ''] = fence.exec(line) ?? [];
    if (ticks !== undefined) {
      const end = lines.findIndex((text, at) => at > index && text.trim() === ticks);
      if (end < 0) throw new Error(`${file}:${index + 1}: this code block has no end`);
      const code = lines.slice(index + 1, end).join('\n');
      blocks.push({ file, line: index + 2, language, code, heading });
      index = end;
      continue;
    }
    const title = /^#+ +(.*)/.exec(line)?.[1];
    if (title !== undefined) {
      heading = title;
      anchors.add(anchorOf(title));
    }
    for (const [, inline, reference] of line.replace(/`[^`]*`/g, '``').matchAll(linkPattern)) {
      const target = inline ?? reference ?? '';
      if (!/^(https?:|mailto:)/.test(target)) links.push({ file, line: index + 1, target });
    }
  }
  return { file, blocks, links, anchors };
}

export const readPages = (): Page[] => documentationFiles().map(readPage);
