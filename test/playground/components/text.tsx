import { Children, type CSSProperties } from 'react';
import type {
  DividerProps,
  HeadingProps,
  IconProps,
  IllustrationProps,
  ImageProps,
  ListProps,
  SpacerProps,
  StatusTagProps,
  TagProps,
  TextProps,
} from '@hubspot/ui-extensions';
import { useClick } from './buttons.tsx';
import { glyphOf } from './icons.ts';
import { classes, sizeOf } from './sizes.ts';

export function Text({ variant = 'bodytext', inline, format = {}, truncate, children }: TextProps) {
  const { fontWeight, italic, lineDecoration, textTransform } = format;
  const maxWidth = typeof truncate === 'object' ? truncate.maxWidth : undefined;
  const style: CSSProperties = {
    ...(italic ? { fontStyle: 'italic' } : {}),
    ...(lineDecoration && lineDecoration !== 'none'
      ? { textDecoration: lineDecoration === 'underline' ? 'underline' : 'line-through' }
      : {}),
    ...(textTransform && textTransform !== 'sentenceCase' ? { textTransform } : {}),
    ...(maxWidth === undefined ? {} : { maxWidth }),
  };
  const className = classes('ui-text', `ui-text-${variant}`, fontWeight && `ui-weight-${fontWeight}`, truncate && 'ui-truncate');
  const title = typeof truncate === 'object' ? truncate.tooltipText : undefined;
  const Tag = inline ? 'span' : 'p';
  return (
    <Tag className={className} style={style} title={title}>
      {children}
    </Tag>
  );
}

export const Heading = ({ children, inline }: HeadingProps) => <h3 className={classes('ui-heading', inline && 'ui-inline')}>{children}</h3>;

export function Tag(props: TagProps) {
  const { click, shown } = useClick(props);
  const className = classes('ui-tag', `ui-tag-${props.variant ?? 'default'}`);
  const isButton = props.onClick ?? props.overlay;
  return (
    <>
      {isButton ? (
        <button type="button" className={className} onClick={click}>
          {props.children}
        </button>
      ) : (
        <span className={className}>{props.children}</span>
      )}
      {shown}
    </>
  );
}

export function StatusTag({ variant = 'default', hollow, children, onClick, showRemoveIcon, onRemoveClick }: StatusTagProps) {
  const className = classes('ui-status', `ui-status-${variant}`, hollow && 'ui-status-hollow');
  return (
    <span className={className} {...(onClick ? { onClick, role: 'button', tabIndex: 0 } : {})}>
      <span className="ui-status-dot" aria-hidden="true" />
      {children}
      {showRemoveIcon ? (
        <button type="button" className="ui-close" aria-label="Remove" onClick={onRemoveClick}>
          ×
        </button>
      ) : null}
    </span>
  );
}

export function List({ variant = 'unordered', children }: ListProps) {
  const Tag = variant.startsWith('ordered') ? 'ol' : 'ul';
  return (
    <Tag className={`ui-list ui-list-${variant}`}>
      {Children.map(children, (child) => (
        <li>{child}</li>
      ))}
    </Tag>
  );
}

export const Divider = ({ size }: DividerProps) => <hr className={`ui-divider ui-gap-${sizeOf(size, 'sm')}`} />;
export const Spacer = ({ size }: SpacerProps) => <div className={`ui-spacer ui-spacer-${sizeOf(size, 'sm')}`} />;

export function Icon({ name, color = 'inherit', size, screenReaderText }: IconProps) {
  const words = screenReaderText ? { role: 'img', 'aria-label': screenReaderText } : { 'aria-hidden': true };
  return (
    <svg className={`ui-icon ui-icon-${sizeOf(size, 'sm')} ui-color-${color}`} viewBox="0 0 16 16" {...words}>
      <path d={glyphOf(name)} />
    </svg>
  );
}

/** One picture for all of HubSpot's: a sheet of paper and a lens. */
export const Illustration = ({ alt, width = 120, height }: Pick<IllustrationProps, 'alt' | 'width' | 'height'>) => (
  <svg
    className="ui-illustration"
    viewBox="0 0 120 90"
    width={width}
    height={height}
    {...(alt ? { role: 'img', 'aria-label': alt } : { 'aria-hidden': true })}
  >
    <rect x="26" y="8" width="56" height="72" rx="5" />
    <path d="M36 26h36M36 38h36M36 50h22" />
    <circle cx="80" cy="60" r="15" />
    <path d="M91 71l12 12" />
  </svg>
);

export function Image(props: ImageProps) {
  const { click, shown } = useClick(props);
  return (
    <>
      <img className="ui-image" src={props.src} alt={props.alt ?? ''} width={props.width} height={props.height} onClick={click} />
      {shown}
    </>
  );
}
