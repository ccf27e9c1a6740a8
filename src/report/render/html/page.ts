import { createHash } from 'node:crypto';
import { htmlText } from '../escape.ts';
import { LIVE_SCRIPT } from './live-script.ts';
import { PRINT_SCRIPT } from './print-script.ts';
import { READING_SCRIPT } from './reading-script.ts';
import { SAVE_SCRIPT } from './save-script.ts';
import { SCRIPT_WORDS } from './script-words.ts';
import { STYLE } from './style.ts';
import { UPLOT_SCRIPT, UPLOT_STYLE } from './uplot-source.ts';

/** All the script a report has; without it nothing is lost but comfort. */
const OWN_SCRIPT = [SCRIPT_WORDS, LIVE_SCRIPT, READING_SCRIPT, SAVE_SCRIPT, PRINT_SCRIPT].join('');
const SCRIPT = `${UPLOT_SCRIPT}(() => {${OWN_SCRIPT}})();
`;
const ALL_STYLE = UPLOT_STYLE + STYLE;

/**
 * The shell of the page. The content security policy lets nothing be loaded and only this very style
 * and script be used: the second lock, should an escape ever be forgotten.
 */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(ALL_STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title)}</title>
<style>${ALL_STYLE}</style>
</head>
<body>
<main>
${parts.filter((part) => part !== '').join('\n')}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
