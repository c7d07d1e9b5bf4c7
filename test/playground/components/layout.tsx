import type { CSSProperties } from 'react';
import type { AutoGridProps, BoxProps, CardProps, FlexProps, InlineProps, StackProps, TileProps } from '@hubspot/ui-extensions';
import { classes, sizeOf } from './sizes.ts';

const JUSTIFY = { start: 'flex-start', end: 'flex-end', center: 'center', around: 'space-around', between: 'space-between' } as const;
const ALIGN = { start: 'flex-start', end: 'flex-end', center: 'center', baseline: 'baseline', stretch: 'stretch' } as const;
const gapClass = (gap: string | undefined): string => `ui-gap-${sizeOf(gap, 'flush')}`;

export function Flex({ gap, direction = 'row', justify = 'start', align = 'stretch', alignSelf, wrap, children }: FlexProps) {
  const style: CSSProperties = {
    flexDirection: direction,
    justifyContent: JUSTIFY[justify],
    alignItems: ALIGN[align],
    ...(alignSelf ? { alignSelf: ALIGN[alignSelf] } : {}),
    flexWrap: wrap === true || wrap === 'wrap' ? 'wrap' : 'nowrap',
  };
  return (
    <div className={classes('ui-flex', gapClass(gap))} style={style}>
      {children}
    </div>
  );
}

const FLEX = { initial: '0 1 auto', auto: '1 1 auto', none: 'none' } as const;

export function Box({ alignSelf, flex = 'auto', children }: BoxProps) {
  const style: CSSProperties = {
    flex: typeof flex === 'number' ? `${flex} 1 0` : FLEX[flex],
    ...(alignSelf && alignSelf !== 'auto' ? { alignSelf: ALIGN[alignSelf] } : {}),
  };
  return (
    <div className="ui-box" style={style}>
      {children}
    </div>
  );
}

export const Stack = ({ distance, direction = 'column', justify = 'start', align = 'start', width, children }: StackProps) => (
  <div
    className={classes('ui-flex', gapClass(distance))}
    style={{ flexDirection: direction, justifyContent: JUSTIFY[justify], alignItems: ALIGN[align], ...(width === '100%' ? { width } : {}) }}
  >
    {children}
  </div>
);

export const Inline = ({ justify = 'start', align = 'stretch', gap, children }: InlineProps) => (
  <div
    className={classes('ui-flex', gapClass(gap))}
    style={{ flexWrap: 'wrap', justifyContent: JUSTIFY[justify], alignItems: ALIGN[align] }}
  >
    {children}
  </div>
);

export function AutoGrid({ columnWidth, gap, flexible, children }: AutoGridProps) {
  const column = flexible ? `minmax(min(${columnWidth}px, 100%), 1fr)` : `${columnWidth}px`;
  return (
    <div className={classes('ui-grid', gapClass(gap))} style={{ gridTemplateColumns: `repeat(auto-fit, ${column})` }}>
      {children}
    </div>
  );
}

export const Tile = ({ compact, flush, children }: TileProps) => (
  <div className={classes('ui-tile', compact && 'ui-tile-compact', flush && 'ui-flush')}>{children}</div>
);
export const Card = ({ children }: CardProps) => <div className="ui-tile">{children}</div>;
