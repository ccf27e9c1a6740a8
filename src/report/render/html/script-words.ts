/** Numbers in words and colours of the palette, for the scripts of the page. */
export const SCRIPT_WORDS = `
  const SCALES = {
    time: [[1e9, ' s'], [1e6, ' ms'], [1e3, ' \\u00b5s'], [1, ' ns']],
    bytes: [[1e12, ' TB'], [1e9, ' GB'], [1e6, ' MB'], [1e3, ' kB'], [1, ' B']],
    share: [[0.01, ' %']],
    rate: [[1, '/s']],
    W: [[1, ' W']],
    J: [[1, ' J']],
    number: [[1, '']],
  };
  const text = (value, unit) => {
    if (value === null || value === undefined) return '\\u2013';
    if (value === 0) return '0';
    const steps = SCALES[unit];
    const [size, name] = steps.find(([from]) => value >= from) ?? steps[steps.length - 1];
    const digits = Number((value / size).toPrecision(unit === 'rate' ? 4 : 3));
    return digits.toLocaleString('en', { maximumSignificantDigits: 4 }) + name;
  };
  const clock = (second) => {
    if (second < 60) return second + ' s';
    const rest = String(second % 60).padStart(2, '0');
    return Math.floor(second / 60) + ':' + rest + ' min';
  };
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const within = (value, low, high) => Math.max(low, Math.min(high, value));
  // A box that can be reached by keyboard, and a line below it that says what is pointed at.
  const readerOf = (className, title, help) => {
    const box = document.createElement('div');
    box.className = className;
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', title + '. ' + help);
    const readout = document.createElement('p');
    readout.className = 'readout';
    readout.setAttribute('aria-live', 'polite');
    readout.textContent = help;
    return { box, readout };
  };
`;
