/**
 * Draws the charts over time again with uPlot, so that they can be read second by second and zoomed
 * into, by mouse or keyboard. The static charts stay for paper, and for pages without scripts.
 */
export const LIVE_SCRIPT = `
(() => {
  const TIME = [[1e9, 's'], [1e6, 'ms'], [1e3, '\\u00b5s'], [1, 'ns']];
  const HEIGHT = 300;
  const HELP = 'Drag to zoom, double click for all. Keys: arrows read, + and - zoom, Escape shows all.';
  const text = (value, unit) => {
    if (value === null || value === undefined) return '\\u2013';
    if (value === 0) return '0';
    if (unit === 'rate') return Number(value.toPrecision(4)).toLocaleString('en') + '/s';
    const [size, name] = TIME.find(([from]) => value >= from) ?? [1, 'ns'];
    return Number((value / size).toPrecision(3)) + ' ' + name;
  };
  const clock = (second) => {
    if (second < 60) return second + ' s';
    const rest = String(second % 60).padStart(2, '0');
    return Math.floor(second / 60) + ':' + rest + ' min';
  };
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis = (more) => ({
    stroke: () => color('--muted'),
    grid: { stroke: () => color('--grid'), width: 1 },
    ticks: { show: false },
    font: '12.5px system-ui, sans-serif',
    ...more,
  });
  const pathsOf = { steps: uPlot.paths.stepped({ align: 1 }), straight: undefined, dots: () => null };

  function options(data, readout, width) {
    const format = (plot, values) => values.map((value) => (value === null ? '' : text(value, data.unit)));
    return {
      width, height: HEIGHT,
      legend: { show: false },
      cursor: { points: { size: 7 }, drag: { x: true, y: false } },
      scales: {
        x: { time: false },
        y: data.isLogarithmic ? { distr: 3 } : { range: (plot, low, high) => [0, (high || 1) * 1.05] },
      },
      axes: [
        axis({ values: (plot, values) => values.map(clock) }),
        axis({ values: format, size: 64 }),
      ],
      series: [{}, ...data.lines.map((line) => ({
        label: line.name,
        stroke: () => color(line.color),
        fill: undefined,
        width: 1.75,
        paths: pathsOf[line.shape],
        points: line.shape === 'dots' ? { show: true, size: 4, fill: () => color(line.color) } : { show: false },
      }))],
      hooks: {
        drawClear: [(plot) => {
          const { left, top, width: wide, height } = plot.bbox;
          plot.ctx.save();
          plot.ctx.beginPath();
          plot.ctx.rect(left, top, wide, height);
          plot.ctx.clip();
          plot.ctx.fillStyle = color('--shade');
          for (const [from, to] of data.asides) {
            const x = plot.valToPos(from, 'x', true);
            plot.ctx.fillRect(x, top, plot.valToPos(to, 'x', true) - x, height);
          }
          plot.ctx.restore();
        }],
        draw: [(plot) => {
          const { top, height } = plot.bbox;
          const size = 5 * devicePixelRatio;
          plot.ctx.fillStyle = color('--bad');
          for (const second of data.stalls) {
            const x = plot.valToPos(second, 'x', true);
            if (x < plot.bbox.left || x > plot.bbox.left + plot.bbox.width) continue;
            plot.ctx.beginPath();
            plot.ctx.moveTo(x - size, top + height);
            plot.ctx.lineTo(x + size, top + height);
            plot.ctx.lineTo(x, top + height - 2 * size);
            plot.ctx.fill();
          }
        }],
        setCursor: [(plot) => {
          const { idx } = plot.cursor;
          if (idx === null || idx === undefined) return (readout.textContent = HELP);
          const at = Math.min(idx, data.seconds.length - 1);
          const words = data.lines.map((line) => line.name + ' ' + text(line.values[at], data.unit));
          readout.textContent = [clock(data.seconds[at]), ...words].join(' \\u00b7 ');
        }],
      },
    };
  }

  function columnsOf(data) {
    const positive = (value) => (data.isLogarithmic && value !== null && value <= 0 ? null : value);
    const last = (line) => (line.shape === 'steps' ? line.values.at(-1) : null);
    const lines = data.lines.map((line) => [...line.values, last(line)].map(positive));
    return [[...data.seconds, data.end], ...lines];
  }

  function onKey(plot, event) {
    const { min, max } = plot.scales.x;
    const seconds = plot.data[0];
    const at = plot.cursor.idx ?? plot.valToIdx((min + max) / 2);
    const middle = seconds[at];
    const move = (index) => {
      const next = Math.max(0, Math.min(seconds.length - 1, index));
      plot.setCursor({ left: plot.valToPos(seconds[next], 'x'), top: 10 });
    };
    const zoom = (half) => plot.setScale('x', {
      min: Math.max(seconds[0], middle - half),
      max: Math.min(seconds[seconds.length - 1], middle + half),
    });
    const does = {
      ArrowLeft: () => move(at - 1),
      ArrowRight: () => move(at + 1),
      '+': () => zoom(Math.max(2, (max - min) / 4)),
      '-': () => zoom(max - min),
      Escape: () => plot.setData(plot.data),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  function enhance(holder) {
    const figure = holder.closest('figure');
    const data = JSON.parse(holder.textContent);
    const box = document.createElement('div');
    box.className = 'live-chart';
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', data.title + '. ' + HELP);
    const readout = document.createElement('p');
    readout.className = 'readout';
    readout.setAttribute('aria-live', 'polite');
    readout.textContent = HELP;
    holder.after(box, readout);
    figure.classList.add('is-live');
    let plot;
    new ResizeObserver(() => {
      const width = box.clientWidth;
      if (width === 0) return;
      if (plot) plot.setSize({ width, height: HEIGHT });
      else {
        plot = new uPlot(options(data, readout, width), columnsOf(data), box);
        box.addEventListener('keydown', (event) => onKey(plot, event));
      }
    }).observe(box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot?.redraw());
  }
  document.querySelectorAll('script.live').forEach(enhance);
})();
`;
