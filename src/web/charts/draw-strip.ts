import { LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { formatTick } from '../format/number.ts';
import { GUTTER_LEFT, GUTTER_RIGHT } from './plot-frame.ts';
import { type PlotPoint, type StripPlot, stepLine } from './strip-plot.ts';

use([LineChart, GridComponent, CanvasRenderer]);

export interface DrawnStrip {
  update(plot: StripPlot): void;
  dispose(): void;
}

/** Draws a strip into an element, and again when its size or the theme changes. */
export function drawStrip(element: HTMLElement, first: StripPlot): DrawnStrip {
  const chart: EChartsType = init(element, undefined, { renderer: 'canvas' });
  let plot = first;
  const draw = () => chart.setOption(optionOf(plot, colorsOf(element)), { notMerge: true });
  draw();
  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', draw);
  const themed = new MutationObserver(draw);
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return {
    update(next) {
      plot = next;
      draw();
    },
    dispose() {
      resized.disconnect();
      themed.disconnect();
      dark.removeEventListener('change', draw);
      chart.dispose();
    },
  };
}

const COLOR_NAMES = [
  'window',
  'window-soft',
  'warning',
  'critical',
  'unknown',
  'grid',
  'muted',
] as const;
type Colors = Readonly<Record<(typeof COLOR_NAMES)[number], string>>;

/** A canvas knows no variables of CSS: the browser is asked for what they come to. */
function colorsOf(element: HTMLElement): Colors {
  const probe = document.createElement('span');
  element.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = Object.fromEntries(COLOR_NAMES.map((name) => [name, read(name)])) as Colors;
  probe.remove();
  return colors;
}

const SYMBOLS = {
  info: 'circle',
  warning: 'triangle',
  critical: 'diamond',
  error: 'rect',
} as const;
const MARK_COLORS = {
  info: 'unknown',
  warning: 'warning',
  critical: 'critical',
  error: 'critical',
} as const satisfies Record<keyof typeof SYMBOLS, keyof Colors>;

function optionOf({ points, fromMs, toMs, domain, unit, filled }: StripPlot, colors: Colors) {
  const line = {
    type: 'line' as const,
    showSymbol: false,
    silent: true,
    animation: false,
    clip: true,
  };
  const bound = (read: (point: PlotPoint) => number | null, color: string) => ({
    ...line,
    data: stepLine(points, read),
    lineStyle: { color, width: 1, type: [4, 3] },
    z: 1,
  });
  return {
    animation: false,
    grid: { left: GUTTER_LEFT, right: GUTTER_RIGHT, top: 6, bottom: 6 },
    xAxis: { type: 'value', min: fromMs, max: toMs, show: false },
    yAxis: {
      type: 'value',
      min: domain[0],
      max: domain[1],
      axisLabel: {
        color: colors.muted,
        fontSize: 11,
        customValues: ticksOf(domain),
        formatter: (value: number) => formatTick(value, unit),
      },
      axisTick: { show: false },
      axisLine: { show: false },
      splitLine: { show: false },
    },
    series: [
      bound((point) => point.warning, colors.warning),
      bound((point) => point.critical, colors.critical),
      {
        ...line,
        data: stepLine(points, (point) => point.value),
        lineStyle: { color: colors.window, width: 1.5 },
        ...(filled ? { areaStyle: { color: colors['window-soft'] } } : {}),
        z: 2,
      },
      {
        ...line,
        showSymbol: true,
        lineStyle: { width: 0 },
        data: marksOf(points, colors),
        z: 3,
      },
    ],
  };
}

function marksOf(points: readonly PlotPoint[], colors: Colors) {
  return points.flatMap(({ startMs, endMs, value, verdict }) => {
    if (value === null || !(verdict in SYMBOLS)) return [];
    const failing = verdict as keyof typeof SYMBOLS;
    return {
      value: [(startMs + endMs) / 2, value],
      symbol: SYMBOLS[failing],
      symbolSize: failing === 'info' ? 5 : 8,
      itemStyle: { color: colors[MARK_COLORS[failing]] },
    };
  });
}

/** Two or three round numbers within the domain. */
export function ticksOf([min, max]: readonly [number, number]): number[] {
  const rough = (max - min) / 2;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [5, 2, 1].map((factor) => factor * size).find((one) => one <= rough) ?? size;
  const ticks: number[] = [];
  for (let tick = Math.ceil(min / step) * step; tick <= max; tick += step) {
    ticks.push(Number(tick.toPrecision(12)));
  }
  return ticks.length > 4 ? ticks.filter((_, index) => index % 2 === 0) : ticks;
}
