import type { Request } from 'express';

/** '' where it is left out. */
export const text = (req: Request, name: string): string => (typeof req.query[name] === 'string' ? req.query[name] : '');
export const pageIn = (req: Request): number => Number(text(req, 'page') || 1);
