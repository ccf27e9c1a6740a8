const LIGHT = `
  --page: #fbfbf9; --card: #ffffff; --text: #1b1d21; --muted: #5d6269; --line: #e2e3df; --grid: #ecedea;
  --response: #2456c8; --service: #b85c00; --bad: #b3261e; --warn: #8a5a00; --good: #1b7340;
  --bad-tint: #fdf0ee; --warn-tint: #fdf5e4; --good-tint: #eef8f1; --shade: #f1f1ed;
  --heat-color: #143a94; --part-1: #8d93a0; --part-2: #b3a06b; --part-3: #7ea3dd; --part-4: #d9a066; --part-5: #9dc3b0;
  --part-6: #5fa883; --part-7: #b7d3c3; --part-text: #14161a;
`;
const DARK = `
  --page: #121315; --card: #1a1c1f; --text: #e6e7ea; --muted: #9ba1aa; --line: #2d3035; --grid: #26292d;
  --response: #82aaff; --service: #f0a35e; --bad: #ff8a80; --warn: #e6b450; --good: #5fcf95;
  --bad-tint: #2c1a19; --warn-tint: #2a2314; --good-tint: #15251c; --shade: #202327; --heat-color: #b9ceff;
`;

/** Both palettes reach 4.5:1 for text; colour never says what words do not. */
export const COLOR_STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
@media print { :root { color-scheme: light; ${LIGHT} --page: #ffffff; } }
`;
