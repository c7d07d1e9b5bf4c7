import { BlockList, isIP, isIPv4 } from 'node:net';

/** Networks that are not the public internet: nobody else's machine may be reached through us unless the operator allows it. */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local, and the metadata service of every cloud
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4', // includes broadcast
  '::/127', // unspecified and loopback
  '::ffff:0:0:0/96', // IPv4, translated
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23', // Teredo and other protocol assignments
  '2001:db8::/32',
  '3fff::/20',
  // Of the rest of IPv6 only 2000::/3 was ever given out as public; unique local, link-local and multicast are in here.
  '4000::/2',
  '8000::/1',
];

const notPublic = toBlockList(NOT_PUBLIC);

export interface AddressPolicy {
  /** Whether a connection to this address may be made. */
  allows(address: string): boolean;
  /** Whether it is allowed only because the operator said so: there plain HTTP is fine too. */
  isOperatorsOwn(address: string): boolean;
}

/** `allowed`: CIDRs the operator opened, or `*` for all. */
export function createAddressPolicy(allowed: readonly string[]): AddressPolicy {
  const everything = allowed.includes('*');
  const opened = toBlockList(allowed.filter((network) => network !== '*'));
  const isPublic = (address: string) => isIP(address) !== 0 && !matches(notPublic, address);
  const isOpened = (address: string) => isIP(address) !== 0 && (everything ? !isPublic(address) : matches(opened, address));
  return { allows: (address) => isPublic(address) || isOpened(address), isOperatorsOwn: isOpened };
}

/** `10.0.0.0/8`, `fd00::/8` or a single address. */
export function checkNetwork(network: string): boolean {
  const [address = '', prefix, ...rest] = network.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family);
  }
  return list;
}

function matches(list: BlockList, address: string): boolean {
  const inner = embeddedIPv4(address);
  if (inner !== null && list.check(inner, 'ipv4')) return true;
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** IPv4 inside IPv6 reaches the same machine: mapped (::ffff:), compatible (::), NAT64 (64:ff9b::) and 6to4 (2002:). */
function embeddedIPv4(address: string): string | null {
  if (isIPv4(address)) return null;
  const groups = expand(address);
  const dotted = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const beginsWith = (...prefix: number[]) => prefix.every((group, index) => groups[index] === group);
  if (beginsWith(0x2002)) return dotted(groups[1]!, groups[2]!);
  const last = dotted(groups[6]!, groups[7]!);
  if (beginsWith(0, 0, 0, 0, 0, 0xffff) || beginsWith(0, 0, 0, 0, 0, 0) || beginsWith(0x64, 0xff9b, 0, 0, 0, 0)) return last;
  return null;
}

function expand(address: string): number[] {
  const canonical = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [front, back] = [parse(head), parse(tail ?? '')];
  return tail === undefined ? front : [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back];
}
