import type { ReactNode } from 'react';
import { AutoGrid, Statistics, StatisticsItem } from '@hubspot/ui-extensions';

interface Figure {
  label: string;
  number: string;
  more?: ReactNode;
}

/** Two side by side on a narrow screen, five on a wide one. */
const WIDTH = 165;

/** Numbers with few words each: what needs a sentence stands below them. */
export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <AutoGrid columnWidth={WIDTH} flexible gap="sm">
      {figures.map(({ label, number, more }) => (
        <Statistics key={label}>
          <StatisticsItem label={label} number={number}>
            {more}
          </StatisticsItem>
        </Statistics>
      ))}
    </AutoGrid>
  );
}
