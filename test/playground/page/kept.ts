import { useState } from 'react';

/** A choice of the viewer that a reload keeps. What is not one of `allowed` (any more) is forgotten. */
export function useKept<T extends string>(name: string, first: T, allowed: readonly T[]): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const held = localStorage.getItem(`playground.${name}`);
    return allowed.find((one) => one === held) ?? first;
  });
  const keep = (chosen: T) => {
    localStorage.setItem(`playground.${name}`, chosen);
    setValue(chosen);
  };
  return [value, keep];
}
