/** Draws curves of a day as SVG. */

const SIZE = { width: 860, height: 340 };
const COLOURS = [
  '#1b6ca8',
  '#c44536',
  '#2a9d5c',
  '#8a4fbf',
  '#d98e04',
  '#222222',
  '#c2578f',
  '#5f7f10',
  '#7a5230',
  '#00a0a8',
];
/** A point stands for so many seconds. */
const STEP = 300;

/** `curves` have a number for each second. */
export function drawPlot(curves: Readonly<Record<string, Uint32Array>>): string {
  const mean = (part: Uint32Array) => part.reduce((sum, count) => sum + count, 0) / STEP;
  const steps = Array.from({ length: (24 * 3600) / STEP }, (_, step) => step * STEP);
  const points = Object.entries(curves).map(([name, seconds]) => ({
    name,
    means: steps.map((second) => mean(seconds.subarray(second, second + STEP))),
  }));
  const top = 1.05 * Math.max(...points.flatMap(({ means }) => means));
  const x = (second: number) => Math.round(60 + (second / 86_400) * (SIZE.width - 80));
  const y = (value: number) => (SIZE.height - 30 - (value / top) * (SIZE.height - 45)).toFixed(1);
  const hours = [0, 4, 8, 12, 16, 20, 24].map(
    (hour) => `<text x="${x(3600 * hour) - 15}" y="${SIZE.height - 10}">${hour}:00</text>`,
  );
  const rates = [0, 0.5, 1].map((share) => `<text x="5" y="${y(share * top)}">${(share * top).toFixed(0)}</text>`);
  const lines = points.map(({ name, means }, index) => {
    const path = means.map((value, step) => `${x(step * STEP)},${y(value)}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${COLOURS[index]}" stroke-width="1.5"/>
<text x="70" y="${25 + 17 * index}" fill="${COLOURS[index]}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="13">
<title>Calls to plenigo a second, over a day</title>
<rect width="${SIZE.width}" height="${SIZE.height}" fill="white"/>
${[...hours, ...rates, ...lines].join('\n')}
</svg>
`;
}
