import type { AlertProps, EmptyStateProps, ErrorStateProps, LoadingSpinnerProps } from '@hubspot/ui-extensions';
import { Icon, Illustration } from './text.tsx';
import { classes, sizeOf } from './sizes.ts';

export function Alert({ title, variant = 'info', children }: AlertProps) {
  const tone = variant === 'error' ? 'danger' : variant;
  return (
    <div className={`ui-alert ui-alert-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <strong className="ui-alert-title">{title}</strong>
      {children ? <div className="ui-alert-body">{children}</div> : null}
    </div>
  );
}

export const EmptyState = ({ title, layout = 'horizontal', reverseOrder, flush, imageWidth, children }: EmptyStateProps) => (
  <div className={classes('ui-empty', `ui-empty-${layout}`, reverseOrder && 'ui-reverse', flush && 'ui-flush')}>
    <div className="ui-empty-words">
      {title ? <h3 className="ui-heading">{title}</h3> : null}
      {children}
    </div>
    <Illustration alt="" width={Math.min(imageWidth ?? 120, 160)} />
  </div>
);

export const ErrorState = ({ title, type = 'error', children }: ErrorStateProps) => (
  <div className={`ui-empty ui-empty-vertical ui-error-${type}`} role="alert">
    <div className="ui-error-sign" aria-hidden="true">
      {type === 'lock' ? <Icon name="locked" size="lg" /> : '!'}
    </div>
    <div className="ui-empty-words">
      <h3 className="ui-heading">{title ?? 'Something went wrong'}</h3>
      {children}
    </div>
  </div>
);

export const LoadingSpinner = ({ label, showLabel, size, layout = 'inline' }: LoadingSpinnerProps) => (
  <div className={`ui-loading ui-loading-${layout}`} role="status">
    <span className={`ui-spinner ui-spinner-${sizeOf(size, 'sm')}`} aria-hidden="true" />
    <span className={showLabel ? '' : 'ui-unseen'}>{label}</span>
  </div>
);
