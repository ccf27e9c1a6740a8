import { createHash } from 'node:crypto';
import { htmlText } from '../escape.ts';
import { LIVE_SCRIPT } from './live-script.ts';
import { PRINT_SCRIPT } from './print-script.ts';
import { READING_SCRIPT } from './reading-script.ts';
import { SAVE_SCRIPT } from './save-script.ts';
import { SCRIPT_WORDS } from './script-words.ts';
import { STYLE } from './style.ts';
import { UPLOT_SCRIPT, UPLOT_STYLE } from './uplot-source.ts';

/** What a page is dressed in; without its script nothing is lost but comfort. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

const OWN_SCRIPT = [SCRIPT_WORDS, LIVE_SCRIPT, READING_SCRIPT, SAVE_SCRIPT, PRINT_SCRIPT].join('');
const REPORT_ASSETS: PageAssets = {
  style: UPLOT_STYLE + STYLE,
  script: `${UPLOT_SCRIPT}(() => {${OWN_SCRIPT}})();
`,
};

/**
 * The shell of the page. The content security policy lets nothing be loaded and only this very style
 * and script be used: the second lock, should an escape ever be forgotten.
 */
export function page(
  title: string,
  parts: readonly string[],
  { style, script }: PageAssets = REPORT_ASSETS,
): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${parts.filter((part) => part !== '').join('\n')}
</main>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
