import type { BarChartProps, ChartColor, ChartDataRow, LineChartProps } from '@hubspot/ui-extensions';

const COLORS: Record<ChartColor, string> = {
  orange: '#f2994a',
  aqua: '#3cb6c6',
  purple: '#8b7cc8',
  yellow: '#f0c14b',
  pink: '#e58ab0',
  blue: '#5a95d5',
  green: '#3aa981',
  darkOrange: '#c96f1d',
  darkAqua: '#1f8593',
  darkPurple: '#5f4fa5',
  darkYellow: '#b98d16',
  darkPink: '#b95380',
  darkBlue: '#2f69a8',
  darkGreen: '#1d7a59',
};
const ORDER = Object.keys(COLORS) as ChartColor[];

interface Point {
  label: string;
  value: number;
  color: string;
  group: string | null;
}

/** Rows of data to drawn points: colours by group, by label, or one after the other. */
function pointsOf({ data, axes, options = {} }: BarChartProps): { points: Point[]; total: number } {
  const rows: ChartDataRow[] = Array.isArray(data) ? data : data.data;
  const labels = Array.isArray(data) ? {} : (data.options?.propertyLabels ?? {});
  const isFlat = axes.x.fieldType === 'linear' && axes.y.fieldType === 'category';
  const [category, amount] = isFlat ? [axes.y, axes.x] : [axes.x, axes.y];
  const grouping = axes.options?.groupFieldByColor;
  const groups = [...new Set(rows.map((row) => String(row[grouping ?? category.field] ?? '')))];
  const palette = options.colorList ?? [];
  const points = rows.map((row): Point => {
    const group = String(row[grouping ?? category.field] ?? '');
    const at = grouping ? groups.indexOf(group) : 0;
    const name = axes.options?.colors?.[group] ?? palette[at] ?? ORDER[(at + 5) % ORDER.length] ?? 'blue';
    const raw = String(row[category.field] ?? '');
    const label = labels[category.field]?.[raw] ?? raw;
    const groupLabel = grouping ? (labels[grouping]?.[group] ?? group) : null;
    return { label, value: Number(row[amount.field] ?? 0), color: COLORS[name], group: groupLabel };
  });
  return { points, total: points.reduce((sum, { value }) => sum + value, 0) };
}

const WIDTH = 560;
const ROW = 26;
const LABEL = 110;
const number = new Intl.NumberFormat();

export function BarChart(props: BarChartProps) {
  const { points } = pointsOf(props);
  const isStacked = props.axes.options?.stacking === true;
  const labels = [...new Set(points.map(({ label }) => label))];
  const rowOf = (label: string) => points.filter((point) => point.label === label);
  const sums = labels.map((label) => rowOf(label).reduce((sum, { value }) => sum + value, 0));
  const most = Math.max(...(isStacked ? sums : points.map(({ value }) => value)), 0) || 1;
  const scale = (value: number) => (Math.max(0, value) / most) * (WIDTH - LABEL - 90);
  const bars = isStacked
    ? stacked(labels.map(rowOf), scale)
    : points.map((point, at) => ({ point, x: LABEL, y: at * ROW, width: scale(point.value) }));
  const height = (isStacked ? labels.length : points.length) * ROW;
  const groups = new Map(points.filter(({ group }) => group !== null).map(({ group, color }) => [group, color]));
  return (
    <figure className="ui-chart">
      {props.options?.title ? <figcaption>{props.options.title}</figcaption> : null}
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={points.map(({ label, value }) => `${label}: ${number.format(value)}`).join(', ')}
      >
        {bars.map(({ point, x, y, width }, at) => (
          <g key={at}>
            {x === LABEL ? (
              <text x={LABEL - 8} y={y + 17} textAnchor="end">
                {point.label}
              </text>
            ) : null}
            <rect x={x} y={y + 4} width={Math.max(width, point.value > 0 ? 2 : 0)} height={ROW - 8} rx="3" fill={point.color}>
              <title>{`${point.group ?? point.label}: ${number.format(point.value)}`}</title>
            </rect>
            {props.options?.showDataLabels !== false && !isStacked ? (
              <text x={x + width + 6} y={y + 17}>
                {number.format(point.value)}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
      {props.options?.showLegend && groups.size > 0 ? (
        <div className="ui-legend">
          {[...groups].map(([group, color]) => (
            <span key={group}>
              <i style={{ background: color }} /> {group}
            </span>
          ))}
        </div>
      ) : null}
    </figure>
  );
}

function stacked(rows: Point[][], scale: (value: number) => number) {
  return rows.flatMap((row, at) => {
    let x = LABEL;
    return row.map((point) => {
      const bar = { point, x, y: at * ROW, width: scale(point.value) };
      x += bar.width;
      return bar;
    });
  });
}

export function LineChart(props: LineChartProps) {
  const { points } = pointsOf(props);
  const most = Math.max(...points.map(({ value }) => value), 0) || 1;
  const step = points.length > 1 ? (WIDTH - 40) / (points.length - 1) : 0;
  const path = points.map(({ value }, at) => `${at === 0 ? 'M' : 'L'}${20 + at * step} ${120 - (value / most) * 100}`).join('');
  return (
    <figure className="ui-chart">
      {props.options?.title ? <figcaption>{props.options.title}</figcaption> : null}
      <svg
        viewBox={`0 0 ${WIDTH} 145`}
        role="img"
        aria-label={points.map(({ label, value }) => `${label}: ${number.format(value)}`).join(', ')}
      >
        <path d={path} fill="none" stroke={points[0]?.color ?? COLORS.blue} strokeWidth="2" />
        {points.map(({ label }, at) => (
          <text key={at} x={20 + at * step} y={140} textAnchor="middle">
            {label}
          </text>
        ))}
      </svg>
    </figure>
  );
}
