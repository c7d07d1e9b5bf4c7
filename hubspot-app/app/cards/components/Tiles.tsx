import type { ReactNode } from 'react';
import { AutoGrid, Statistics, StatisticsItem } from '@hubspot/ui-extensions';

interface Figure {
  label: string;
  number: string;
  more?: ReactNode;
}

/** Narrower, the words below a number would stand in a column of single ones. */
const NARROWEST = 170;
const PADDING = 28;
const GAP = 8;

/** In pixels, as a wide font draws them. */
const DIGIT = 12.6;
const LETTER = 15.2;
const POINT = 7;

/** A number that breaks reads as another one, so a tile is as wide as its number. */
const widthOf = (number: string): number =>
  [...number].reduce((width, letter) => width + (/[\d$€£¥−]/.test(letter) ? DIGIT : /\p{L}/u.test(letter) ? LETTER : POINT), PADDING);

/** Figures that belong together stay side by side as far as the card is wide enough; what is alone fills its row, so that no row has a hole. */
export function Tiles({ pairs }: { pairs: Figure[][] }) {
  const widths = pairs.map((pair) => Math.max(NARROWEST, ...pair.map(({ number }) => widthOf(number))));
  return (
    <AutoGrid columnWidth={2 * Math.max(...widths) + GAP} flexible gap="sm">
      {pairs.map((pair, index) => (
        <AutoGrid key={pair[0]?.label} columnWidth={widths[index] ?? NARROWEST} flexible gap="sm">
          {pair.map(({ label, number, more }) => (
            <Statistics key={label}>
              <StatisticsItem label={label} number={number}>
                {more}
              </StatisticsItem>
            </Statistics>
          ))}
        </AutoGrid>
      ))}
    </AutoGrid>
  );
}
