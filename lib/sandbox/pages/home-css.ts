/** The style sheet of the sandbox's start page. */
export const homeCss = `
:root { color-scheme: light; }
body { margin: 0; padding: 12vh 24px 48px; background: #f6f7f9; color: #161a22;
  font: 17px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 620px; margin: 0 auto; padding: 40px; background: #fff; border: 1px solid #e2e5ea; border-radius: 16px; }
h1 { margin: 0 0 12px; font-size: 28px; line-height: 1.2; letter-spacing: -0.02em; }
p { margin: 0 0 20px; color: #4b5361; }
p:last-child { margin-bottom: 0; }
dl { margin: 0 0 24px; padding: 20px 0 4px; border: solid #e2e5ea; border-width: 1px 0; }
dt { font-size: 13px; color: #5c6472; }
dd { margin: 0 0 16px; overflow-wrap: anywhere; }
code { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
a { color: #1f45c4; }
`;
