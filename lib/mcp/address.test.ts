import { describe, expect, it } from 'vitest';
import { addressProblem } from './address';

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
    'not an address',
  ])('refuses %s', (address) => {
    expect(addressProblem(address)).not.toBeNull();
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
  ])('allows %s, where these servers live', (address) => {
    expect(addressProblem(address)).toBeNull();
  });
});
