/** Finds what cannot be read on a page. */

/** Runs in the page: the texts whose contrast with what is behind them is below the 4.5 of WCAG AA. */
export function faintTexts(): string[] {
  // Methods, because the compiler would wrap named functions in a helper that the page does not have.
  const color = {
    channels(text: string): number[] {
      return (text.match(/[\d.]+/g) ?? []).map(Number);
    },
    luminance(text: string): number {
      const [r = 0, g = 0, b = 0] = color.channels(text).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    },
    behind(element: Element | null): string {
      if (!element) return 'rgb(255, 255, 255)';
      const { backgroundColor } = getComputedStyle(element);
      return color.channels(backgroundColor)[3] === 0 ? color.behind(element.parentElement) : backgroundColor;
    },
  };
  return [...document.body.querySelectorAll('*')].flatMap((element) => {
    const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const text = own.map(({ textContent }) => textContent?.trim()).join('');
    if (!text || !element.checkVisibility()) return [];
    const [light = 0, dark = 0] = [getComputedStyle(element).color, color.behind(element)]
      .map((one) => color.luminance(one))
      .sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast < 4.5 ? [`${text}: ${contrast.toFixed(2)}`] : [];
  });
}
