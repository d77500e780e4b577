/** Draws bar charts as SVG, readable on a light and on a dark page. */

import type { Spread } from './statistics.js';

export interface Bar extends Spread {
  readonly label: string;
}

const WIDTH = 760;
/** Where the bars begin, to the right of their labels. */
const LEFT = 330;
const LINE = 30;
const INK = 'fill="#1b2430"';

const escapeXml = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const showNumber = (value: number) => Number(value.toPrecision(3)).toLocaleString('en');

/** Horizontal bars from zero, this package's own in another colour; the thin line is the spread over the rounds. */
export function drawBars(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ high }) => high));
  const place = (value: number) => Math.round(LEFT + (value / most) * (WIDTH - LEFT - 80));
  const height = 60 + bars.length * LINE;
  const lines = bars.map(({ label, median, low, high }, index) => {
    const [top, text] = [48 + index * LINE, 63 + index * LINE];
    const color = label.startsWith('(d)') ? '#1f6f5c' : '#a3adb8';
    return `<text x="${LEFT - 10}" y="${text}" text-anchor="end" ${INK}>${escapeXml(label)}</text>
<rect x="${LEFT}" y="${top}" width="${place(median) - LEFT}" height="20" fill="${color}"/>
<line x1="${place(low)}" x2="${place(high)}" y1="${top + 10}" y2="${top + 10}" stroke="#1b2430"/>
<text x="${place(high) + 8}" y="${text}" ${INK}>${showNumber(median)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${escapeXml(title)}</title>
<rect width="${WIDTH}" height="${height}" rx="6" fill="#fff"/>
<text x="16" y="28" font-size="15" font-weight="600" ${INK}>${escapeXml(title)}</text>
${lines.join('\n')}
</svg>
`;
}
