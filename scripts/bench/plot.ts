/** Draws bar and line charts as SVG, readable on a light and on a dark page. */

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** This package's own bars stand out. */
  readonly ours: boolean;
}

const WIDTH = 760;
const LABELS = 270;
const LINE = 30;

const escapeXml = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function frame(title: string, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${escapeXml(title)}</title>
<rect width="${WIDTH}" height="${height}" rx="6" fill="#fff"/>
<text x="16" y="28" font-size="15" font-weight="600" fill="#1b2430">${escapeXml(title)}</text>
${content}
</svg>
`;
}

/** Three figures at most, with thousands separated. */
function short(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** The next even number with one digit that is not zero: 16.2 → 20, 0.31 → 0.4. */
function roundUp(value: number): number {
  const step = 2 * 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / step) * step;
}

/** Horizontal bars from zero; the thin line is the spread over the rounds. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ high }) => high));
  const scale = (value: number) => (value / most) * (WIDTH - LABELS - 90);
  const lines = bars.map(({ label, value, low, high, ours }, index) => {
    const top = 48 + index * LINE;
    const middle = top + 10;
    return `<text x="${LABELS - 10}" y="${top + 15}" text-anchor="end" fill="#1b2430">${escapeXml(label)}</text>
<rect x="${LABELS}" y="${top}" width="${scale(value).toFixed(1)}" height="20" fill="${ours ? '#1f6f5c' : '#a3adb8'}"/>
<line x1="${(LABELS + scale(low)).toFixed(1)}" x2="${(LABELS + scale(high)).toFixed(1)}" y1="${middle}" y2="${middle}" stroke="#1b2430"/>
<text x="${(LABELS + scale(high) + 8).toFixed(1)}" y="${top + 15}" fill="#1b2430">${short(value)}</text>`;
  });
  return frame(title, 60 + bars.length * LINE, lines.join('\n'));
}

/** A line from zero over even steps. */
export function lineChart(
  title: string,
  { points, xLabel }: { points: readonly { x: number; y: number }[]; xLabel: string },
): string {
  const height = 260;
  const [left, right, top, bottom] = [70, WIDTH - 30, 50, height - 50];
  const maxX = Math.max(...points.map(({ x }) => x));
  const maxY = roundUp(Math.max(...points.map(({ y }) => y)));
  const at = ({ x, y }: { x: number; y: number }) =>
    `${(left + (x / maxX) * (right - left)).toFixed(1)},${(bottom - (y / maxY) * (bottom - top)).toFixed(1)}`;
  const marks = [0, maxY / 2, maxY].map((y) => {
    const [, height] = at({ x: 0, y }).split(',');
    return `<line x1="${left}" x2="${right}" y1="${height}" y2="${height}" stroke="#d6dbe1"/>
<text x="${left - 8}" y="${Number(height) + 4}" text-anchor="end" fill="#1b2430">${short(y)}</text>`;
  });
  return frame(
    title,
    height,
    `${marks.join('\n')}
<polyline points="${points.map(at).join(' ')}" fill="none" stroke="#1f6f5c" stroke-width="2"/>
<text x="${right}" y="${bottom + 24}" text-anchor="end" fill="#1b2430">${escapeXml(`${short(maxX)} ${xLabel}`)}</text>
<text x="${left}" y="${bottom + 24}" fill="#1b2430">0</text>`,
  );
}
