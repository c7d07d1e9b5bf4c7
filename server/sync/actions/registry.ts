import type { Action } from './action.ts';
import { refreshStatus } from './refresh-status.ts';

/** Every step that workflows are offered. */
export const ACTIONS: readonly Action[] = [refreshStatus];

export const actionNamed = (name: string): Action | undefined => ACTIONS.find(({ design }) => design.name === name);
