/** Draws curves of a day as SVG. */

const COLOURS = '#1b6ca8 #c44536 #2a9d5c #8a4fbf #d98e04 #222 #c2578f #5f7f10 #7a5230 #00a0a8'.split(' ');

/** `curves` have a number for each second; a point of the plot is the mean of five minutes. */
export function drawPlot(curves: Readonly<Record<string, Uint32Array>>): string {
  const mean = (part: Uint32Array) => part.reduce((sum, count) => sum + count, 0) / part.length;
  const means = Object.values(curves).map((seconds) =>
    Array.from({ length: 288 }, (_, step) => mean(seconds.subarray(300 * step, 300 * (step + 1)))),
  );
  const top = 1.05 * Math.max(...means.flat());
  const y = (value: number) => Math.round(310 - (value / top) * 300);
  const write = (text: string | number, left: number, bottom: number, colour = '#222') =>
    `<text x="${left}" y="${bottom}" fill="${colour}">${text}</text>`;
  const axes = [0, 4, 8, 12, 16, 20, 24].map((hour) => write(`${hour}:00`, 40 + 32 * hour, 330));
  for (const share of [0, 0.5, 1]) axes.push(write(Math.round(share * top), 5, y(share * top)));
  const lines = Object.keys(curves).map((name, index) => {
    const points = means[index]?.map((value, step) => `${Math.round(60 + (8 * step) / 3)},${y(value)}`).join(' ');
    const line = `<polyline points="${points}" fill="none" stroke="${COLOURS[index]}"/>`;
    return line + write(name, 70, 25 + 17 * index, COLOURS[index]);
  });
  const title = '<title>Calls to plenigo a second, over a day</title><rect width="860" height="340" fill="white"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 340" font-family="sans-serif" font-size="13">
${[title, ...axes, ...lines].join('')}</svg>\n`;
}
