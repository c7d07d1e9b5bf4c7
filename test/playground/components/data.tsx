import type {
  DescriptionListItemProps,
  DescriptionListProps,
  ProgressBarProps,
  ScoreProps,
  StatisticsItemProps,
  StatisticsProps,
  StatisticsTrendProps,
  StepIndicatorProps,
} from '@hubspot/ui-extensions';
import { classes } from './sizes.ts';

export const DescriptionList = ({ direction = 'column', children }: DescriptionListProps) => (
  <dl className={`ui-descriptions ui-descriptions-${direction}`}>{children}</dl>
);
export const DescriptionListItem = ({ label, children }: DescriptionListItemProps) => (
  <div className="ui-description">
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

export const Statistics = ({ children }: StatisticsProps) => <div className="ui-statistics">{children}</div>;
export const StatisticsItem = ({ label, number, children }: StatisticsItemProps) => (
  <div className="ui-statistic">
    <div className="ui-statistic-label">{label}</div>
    <div className="ui-statistic-number">{number}</div>
    {children}
  </div>
);
export function StatisticsTrend({ value, direction, color }: StatisticsTrendProps) {
  const tone = color ?? (direction === 'increase' ? 'green' : 'red');
  return (
    <div className={`ui-trend ui-trend-${tone}`}>
      <span aria-hidden="true">{direction === 'increase' ? '▲' : '▼'}</span> {value}
    </div>
  );
}

export function ProgressBar(props: ProgressBarProps) {
  const { value = 0, maxValue = 100, variant = 'success', title, showPercentage, valueDescription } = props;
  const percent = maxValue > 0 ? Math.min(100, Math.max(0, (value / maxValue) * 100)) : 0;
  return (
    <div className="ui-progress">
      {title || showPercentage || valueDescription ? (
        <div className="ui-progress-words">
          <span>{title}</span>
          <span>{[valueDescription, showPercentage && `${Math.round(percent)} %`].filter(Boolean).join(' · ')}</span>
        </div>
      ) : null}
      <div
        className="ui-progress-track"
        role="progressbar"
        aria-label={props['aria-label'] ?? title}
        aria-valuenow={value}
        aria-valuemax={maxValue}
      >
        <div className={`ui-progress-fill ui-fill-${variant}`} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}

export const ScoreCircle = ({ score }: ScoreProps) => (
  <div
    className="ui-score"
    role="img"
    aria-label={`${Math.round(score)} of 100`}
    style={{ background: `conic-gradient(#00806d ${score}%, #e3e9ee 0)` }}
  >
    <span>{Math.round(score)}</span>
  </div>
);

export function StepIndicator({ stepNames, currentStep = 0, direction = 'horizontal', variant = 'default', onClick }: StepIndicatorProps) {
  return (
    <ol className={`ui-steps ui-steps-${direction} ui-steps-${variant}`}>
      {stepNames.map((name, index) => (
        <li
          key={name}
          className={classes('ui-step', index < currentStep && 'ui-step-done', index === currentStep && 'ui-step-current')}
          {...(index === currentStep ? { 'aria-current': 'step' as const } : {})}
        >
          <button type="button" disabled={!onClick} onClick={() => onClick?.(index)}>
            <span className="ui-step-number">{index < currentStep ? '✓' : index + 1}</span>
            <span>{name}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
