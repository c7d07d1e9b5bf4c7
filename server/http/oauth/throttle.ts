import { isIPv6 } from 'node:net';
import type { Request } from 'express';
import { createThrottle } from '../throttle.ts';

/** Each begun install is a row for ten minutes. A person begins one or two; an office behind one address, some. */
const PER_ADDRESS = { perSecond: 0.5, burst: 100 };
/** Whatever addresses the callers show. */
const IN_ALL = { perSecond: 20, burst: 400 };

/** True: this browser may begin an install. */
export function installThrottle(now: () => Date): (req: Request) => boolean {
  const ofAddress = createThrottle({ ...PER_ADDRESS, now });
  const ofAll = createThrottle({ ...IN_ALL, now });
  return (req) => ofAddress(addressOf(req)) && ofAll('');
}

/** Who has one address of IPv6 has all whose first half is the same. */
function addressOf({ ip = '' }: Request): string {
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip;
  const [head = [], tail = []] = ip.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
