/**
 * Says what a static chart shows where one points, by mouse, finger or keyboard. The charts stay as they
 * are: for paper, and for pages without scripts.
 */
export const READING_SCRIPT = `
{
  const HELP = 'Point at the chart to read it. Keys: arrows read, Page Up and Page Down leap, Escape leaves.';
  const STEP_OF = {
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
    PageUp: [-10, 0], PageDown: [10, 0], Home: [-Infinity, 0], End: [Infinity, 0],
  };
  const part = (value, [from, to]) => Math.log(value / from) / Math.log(to / from);
  const plotOf = (svg) => {
    const [left, top, right, bottom] = svg.dataset.plot.split(' ').map(Number);
    return { left, top, wide: right - left, high: bottom - top };
  };
  const nearest = (values, wanted) =>
    values.reduce((best, value, i) => (Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? i : best), 0);

  // How one kind of chart is read: which place lies under a point, how one gets to the next, what is said.
  function lineReader({ places, lines, unit }) {
    const last = places.length - 1;
    return {
      start: { column: 0, row: 0 },
      at: (x) => ({ column: nearest(places.map((one) => one.at), x), row: 0 }),
      move: ({ column }, right) => ({ column: within(column + right, 0, last), row: 0 }),
      words: ({ column }) => [
        places[column].name,
        ...lines.map((line) => line.name + ' ' + text(line.values[column], unit)),
      ],
      box: ({ column }) => ({ x: places[column].at, wide: 0, y: 0, high: 1 }),
    };
  }

  function cellReader({ columns, endSecond, endsNs, binsPerDecade }) {
    const edge = (bin) => 10 ** (bin / binsPerDecade);
    const y = (bin) => 1 - part(edge(bin), endsNs);
    const binsOf = (column) => {
      const { bins } = columns[column];
      return new Map(bins.flatMap((bin, i) => (i % 2 === 0 ? [[bin, bins[i + 1]]] : [])));
    };
    const ends = endsNs.map((ns) => Math.log10(ns) * binsPerDecade);
    const all = columns.flatMap(({ bins }) => bins.filter((bin, i) => i % 2 === 0));
    const [lowest, highest] = [Math.min(...all), Math.max(...all)];
    const middles = columns.map(({ from, to }) => (from + to) / 2 / endSecond);
    const most = [...binsOf(0)].sort(([, a], [, b]) => b - a)[0][0];
    return {
      start: { column: 0, row: most },
      at: (x, fromTop) => ({
        column: nearest(middles, x),
        row: within(Math.floor(ends[1] - fromTop * (ends[1] - ends[0]) + 1e-9), lowest, highest),
      }),
      move: ({ column, row }, right, up) => ({
        column: within(column + right, 0, columns.length - 1),
        row: within(row + up, lowest, highest),
      }),
      words: ({ column, row }) => {
        const { from, to } = columns[column];
        const bins = binsOf(column);
        const inAll = [...bins.values()].reduce((sum, count) => sum + count, 0);
        return [
          clock(from) + ' to ' + clock(to),
          text(edge(row), 'time') + ' to ' + text(edge(row + 1), 'time'),
          (bins.get(row) ?? 0).toLocaleString('en') + ' of ' + inAll.toLocaleString('en') + ' answers',
        ];
      },
      box: ({ column, row }) => {
        const { from, to } = columns[column];
        const top = y(row + 1);
        return { x: from / endSecond, wide: (to - from) / endSecond, y: top, high: y(row) - top };
      },
    };
  }

  function makeReadable(holder) {
    const data = JSON.parse(holder.textContent);
    const reader = data.kind === 'cells' ? cellReader(data) : lineReader(data);
    const { box, readout } = readerOf('readable', data.title, HELP);
    const charts = [...holder.parentElement.querySelectorAll('svg.chart')];
    charts[0].before(box);
    box.append(...charts);
    box.after(readout);
    const cursors = charts.map((svg) => {
      const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      cursor.setAttribute('class', 'cursor');
      cursor.setAttribute('visibility', 'hidden');
      svg.append(cursor);
      return { cursor, plot: plotOf(svg) };
    });
    // Said once under each large chart; a page full of small ones need not repeat it.
    const idle = holder.closest('.columns') ? '' : HELP;
    readout.textContent = idle;
    let place = null;
    const show = (next) => {
      place = next;
      readout.textContent = place ? reader.words(place).join(' \\u00b7 ') : idle;
      for (const { cursor, plot } of cursors) {
        cursor.setAttribute('visibility', place ? 'visible' : 'hidden');
        if (!place) continue;
        const { x, wide, y, high } = reader.box(place);
        const all = { x: plot.left + x * plot.wide, width: Math.max(0.5, wide * plot.wide), y: plot.top + y * plot.high, height: high * plot.high };
        for (const [name, value] of Object.entries(all)) cursor.setAttribute(name, value);
      }
    };
    const point = (svg, event) => {
      const area = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / area.width;
      const { left, top, wide, high } = plotOf(svg);
      const x = ((event.clientX - area.left) * scale - left) / wide;
      const y = ((event.clientY - area.top) * scale - top) / high;
      show(reader.at(within(x, 0, 1), within(y, 0, 1)));
    };
    for (const svg of charts) {
      svg.addEventListener('pointermove', (event) => point(svg, event));
      svg.addEventListener('pointerdown', (event) => point(svg, event));
    }
    box.addEventListener('pointerleave', () => show(null));
    box.addEventListener('keydown', (event) => {
      const step = STEP_OF[event.key];
      if (step) show(place ? reader.move(place, ...step) : reader.start);
      else if (event.key === 'Escape') show(null);
      else return;
      event.preventDefault();
    });
  }
  document.querySelectorAll('script.reading').forEach(makeReadable);
}
`;
