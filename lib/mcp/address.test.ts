import { describe, expect, it } from 'vitest';
import { addressProblem, builtInRefusals } from './address';
import { ipText } from './ip-bytes';
import { ipRange } from './ip-range';
import { readAddress } from './read-address';

function problem(address: string): string | null {
  const read = readAddress(address);
  if (!read) throw new Error(`${address} was not read`);
  return addressProblem(address, read);
}

describe('addressProblem', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '::ffff:0:169.254.169.254',
    '64:ff9b::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    '64:ff9b:1:a9fe:a9:fe00::',
    '2002:a9fe:a9fe::1',
    '2001:0:0:0:0:0:5601:5601',
    '2001:0:a9fe:a9fe::1',
    '2001:db8::5efe:a9fe:a9fe',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'fd00:ec2::254',
    'fd20:ce::254',
    '100.100.100.200',
    '168.63.129.16',
    '::ffff:168.63.129.16',
    'fd00:ec2::23',
    '64:ff9b:1:a9:fe:a9fe::',
    '64:ff9b:1:0:a9:fea9:fe00:0',
    '0.0.0.0',
    '0.1.2.3',
    '::',
    '::ffff:0.0.0.0',
    '224.0.0.1',
    '239.255.255.250',
    '::ffff:224.0.0.1',
    '255.255.255.255',
    'ff02::1',
  ])('refuses %s', (address) => {
    expect(problem(address)).not.toBeNull();
  });

  it.each([
    '127.0.0.1',
    '::1',
    '10.0.0.7',
    '192.168.1.1',
    '172.16.0.1',
    'fd12:3456::1',
    '100.64.0.1',
    '::ffff:10.0.0.7',
    '93.184.216.34',
    '2606:4700::1111',
    '2002:0a00:0001::1',
    '1.0.0.1',
    '240.0.0.1',
    '203.0.113.7',
    '64:ff9b:1::10.0.0.7',
    '64:ff9b:1:a00:0:700::',
    '64:ff9b:1:fffe::10.0.0.7',
  ])('allows %s, where these servers live', (address) => {
    expect(problem(address)).toBeNull();
  });

  it('names the address that another one carries', () => {
    expect(problem('64:ff9b::a9fe:a9fe')).toBe(
      '64:ff9b::a9fe:a9fe, which carries 169.254.169.254, is a link-local address, where cloud platforms serve credentials',
    );
    expect(problem('0.0.0.0')).toMatch(/^0\.0\.0\.0 is an address to listen on/);
  });

  it('refuses the first address of each range that it shows', () => {
    for (const { ranges, what } of builtInRefusals) {
      for (const range of ranges) {
        const first = ipText(ipRange(range).bytes);
        expect(problem(first)).toBe(`${first} is ${what}`);
      }
    }
  });
});
