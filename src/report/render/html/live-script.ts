/**
 * Draws the charts over time again with uPlot, so that they can be read second by second and zoomed
 * into, by mouse or keyboard. The static charts stay for paper, and for pages without scripts.
 */
export const LIVE_SCRIPT = `
{
  const HEIGHT = 300;
  const HELP = 'Drag to zoom, double click for all. Keys: arrows read, + and - zoom, Escape shows all.';
  const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200];
  const axis = (more) => ({
    stroke: () => color('--muted'),
    grid: { stroke: () => color('--grid'), width: 1 },
    ticks: { show: false },
    font: '12.5px system-ui, sans-serif',
    ...more,
  });
  const ROUND = [1, 2, 5, 10];
  const decadeOf = (value) => 10 ** Math.floor(Math.log10(value) + 1e-9);
  const roundBelow = (value) => decadeOf(value) * (ROUND.findLast((one) => decadeOf(value) * one <= value) ?? 1);
  const roundAbove = (value) => decadeOf(value) * ROUND.find((one) => decadeOf(value) * one >= value * (1 - 1e-9));
  const roundBetween = (plot, axisIndex, low, high) => {
    const all = [];
    for (let decade = decadeOf(low); decade <= high; decade *= 10) {
      all.push(...ROUND.slice(0, 3).map((one) => decade * one));
    }
    const shown = all.filter((one) => one >= low * (1 - 1e-9) && one <= high * (1 + 1e-9));
    return shown.length <= 7 ? shown : shown.filter((one) => Math.abs(one / decadeOf(one) - 1) < 1e-6);
  };
  const pathsOf = { steps: uPlot.paths.stepped({ align: 1 }), straight: undefined, dots: () => null };

  function options(data, readout, width) {
    const format = (plot, values) => values.map((value) => (value === null ? '' : text(value, data.unit)));
    return {
      width, height: HEIGHT,
      legend: { show: false },
      cursor: { points: { size: 7 }, drag: { x: true, y: false } },
      scales: {
        x: { time: false },
        y: data.isLogarithmic
          ? { distr: 3, range: (plot, low, high) => [roundBelow(low ?? 1), roundAbove(high ?? 1)] }
          : { range: (plot, low, high) => [0, (high || 1) * 1.05] },
      },
      axes: [
        axis({ values: (plot, values) => values.map(clock), incrs: STEPS, size: 28 }),
        axis({ values: format, size: 64, ...(data.isLogarithmic ? { splits: roundBetween, filter: (plot, all) => all } : {}) }),
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
          const [name, from, to] = data.warmup ? ['warm-up', ...data.warmup] : ['', 0, 0];
          const ends = [from, to].map((second) => within(plot.valToPos(second, 'x', true), left, left + wide));
          if (ends[1] - ends[0] > 64 * devicePixelRatio) {
            plot.ctx.fillStyle = color('--text');
            plot.ctx.font = 12 * devicePixelRatio + 'px system-ui, sans-serif';
            plot.ctx.textAlign = 'center';
            plot.ctx.fillText(name, (ends[0] + ends[1]) / 2, top + 16 * devicePixelRatio);
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
        setScale: [(plot, key) => {
          const { min, max } = plot.scales.x;
          if (key === 'x') plot.root.parentElement.dataset.shown = JSON.stringify([min, max]);
        }],
        setCursor: [(plot) => {
          const { idx } = plot.cursor;
          if (idx === null || idx === undefined) return (readout.textContent = HELP);
          const at = within(idx - data.before, 0, data.seconds.length - 1);
          const words = data.lines.map((line) => line.name + ' ' + text(line.values[at], data.unit));
          readout.textContent = [clock(data.seconds[at]), ...words].join(' \\u00b7 ');
        }],
      },
    };
  }

  // What was counted holds for its whole second. What was measured stands in the middle of it, as in the
  // static chart; empty places at both ends keep the axis whole.
  function columnsOf(data) {
    const positive = (value) => (data.isLogarithmic && value !== null && value <= 0 ? null : value);
    const isStepped = data.before === 0;
    const lines = data.lines.map(({ values }) =>
      isStepped ? [...values, values.at(-1)] : [null, ...values, null],
    );
    const places = isStepped ? data.seconds : [0, ...data.middles];
    return [[...places, data.end], ...lines.map((values) => values.map(positive))];
  }

  function onKey(plot, before, event) {
    const { min, max } = plot.scales.x;
    const seconds = plot.data[0];
    // The empty places at the ends are no seconds.
    const [first, last] = [before, seconds.length - 2];
    const at = plot.cursor.idx ?? plot.valToIdx((min + max) / 2);
    const middle = seconds[at];
    const move = (index) => {
      const next = within(index, first, last);
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
    data.before = data.lines.some((line) => line.shape === 'steps') ? 0 : 1;
    const { box, readout } = readerOf('live-chart', data.title, HELP);
    holder.after(box, readout);
    figure.classList.add('is-live');
    let plot;
    new ResizeObserver(() => {
      const width = box.clientWidth;
      if (width === 0) return;
      if (plot) plot.setSize({ width, height: HEIGHT });
      else {
        plot = new uPlot(options(data, readout, width), columnsOf(data), box);
        box.addEventListener('keydown', (event) => onKey(plot, data.before, event));
      }
    }).observe(box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot?.redraw());
  }
  document.querySelectorAll('script.live').forEach(enhance);
}
`;
