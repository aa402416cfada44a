/** The organization's own bases, where devices and kits live. */
export const BASES = [
  { key: 'la', name: 'Los Angeles depot', zone: 'America/Los_Angeles' },
  { key: 'den', name: 'Denver depot', zone: 'America/Denver' },
  { key: 'nyc', name: 'New York office', zone: 'America/New_York' },
  { key: 'tor', name: 'Toronto office', zone: 'America/Toronto' },
  { key: 'ber', name: 'Berlin office', zone: 'Europe/Berlin' },
] as const;
export type BaseKey = (typeof BASES)[number]['key'];

export interface PlaceEntry {
  readonly base: BaseKey;
  readonly name: string;
  readonly line1: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
  readonly zone: string;
  readonly latitude: number;
  readonly longitude: number;
}

type Row = readonly [name: string, line1: string, city: string, region: string, postalCode: string, latitude: number, longitude: number];

const LOS_ANGELES: readonly Row[] = [
  ['Harbor Market Hall', '210 Alameda Row', 'Los Angeles', 'CA', '90013', 34.0449, -118.2386],
  ['Sunset Grocers Echo Park', '1650 Sunset Terrace', 'Los Angeles', 'CA', '90026', 34.0782, -118.2606],
  ['Pier Nine Pavilion', '9 Ocean Walk', 'Santa Monica', 'CA', '90401', 34.0089, -118.4973],
  ['Arroyo Fair Grounds', '400 Arroyo Loop', 'Pasadena', 'CA', '91103', 34.1614, -118.1676],
  ['Tidewater Mall Atrium', '3300 Pacific Avenue', 'Long Beach', 'CA', '90802', 33.7701, -118.1937],
  ['Juniper Foods Culver City', '88 Culver Square', 'Culver City', 'CA', '90232', 34.0211, -118.3965],
  ['Griffin Arena Concourse', '1100 Figueroa Court', 'Los Angeles', 'CA', '90015', 34.043, -118.2673],
  ['Canyon Outfitters Burbank', '512 Olive Row', 'Burbank', 'CA', '91502', 34.1808, -118.309],
  ['Meridian Campus Plaza', '700 Westwood Green', 'Los Angeles', 'CA', '90024', 34.0689, -118.4452],
  ['Night Market at Union Yard', '801 Vignes Lane', 'Los Angeles', 'CA', '90012', 34.0562, -118.2342],
];

const DENVER: readonly Row[] = [
  ['Mile High Food Hall', '1500 Wynkoop Row', 'Denver', 'CO', '80202', 39.7527, -105.0001],
  ['Aspen Ridge Mall', '7200 Alameda Way', 'Lakewood', 'CO', '80226', 39.7117, -105.0814],
  ['Foothill Cycle Park', '40 Canyon Road', 'Boulder', 'CO', '80302', 40.015, -105.2705],
  ['Juniper Foods Highlands', '3250 Tejon Row', 'Denver', 'CO', '80211', 39.7624, -105.0111],
  ['Prairie Stadium West Gate', '1701 Bryant Loop', 'Denver', 'CO', '80204', 39.7439, -105.0201],
  ['Red Mesa Amphitheatre', '18300 Mesa Road', 'Morrison', 'CO', '80465', 39.6654, -105.2057],
  ['Summit Hardware Aurora', '14200 Mississippi Court', 'Aurora', 'CO', '80012', 39.6968, -104.821],
];

const PHOENIX: readonly Row[] = [
  ['Saguaro Market', '2400 Camelback Row', 'Phoenix', 'AZ', '85016', 33.5092, -112.0311],
  ['Desert Bloom Mall', '9700 Metro Loop', 'Phoenix', 'AZ', '85051', 33.5753, -112.1188],
  ['Copper Park Ballfield', '401 Jefferson Way', 'Phoenix', 'AZ', '85004', 33.4455, -112.0667],
  ['Mesa Lake Promenade', '60 Lakeshore Drive', 'Tempe', 'AZ', '85281', 33.4319, -111.9392],
  ['Juniper Foods Scottsdale', '7000 Shea Square', 'Scottsdale', 'AZ', '85254', 33.5826, -111.9263],
];

const NEW_YORK: readonly Row[] = [
  ['Canal Street Exchange', '265 Canal Street', 'New York', 'NY', '10013', 40.7188, -74.0015],
  ['Eastline Grocers Bedford', '190 Bedford Walk', 'Brooklyn', 'NY', '11249', 40.7178, -73.9584],
  ['Hudson Terrace Mall', '20 Hudson Terrace', 'New York', 'NY', '10001', 40.7538, -74.0022],
  ['Queens Night Bazaar', '47 Corona Park', 'Queens', 'NY', '11368', 40.7466, -73.8448],
  ['Battery Pier Deck', '10 South Slip', 'New York', 'NY', '10004', 40.7011, -74.0118],
  ['Juniper Foods Park Slope', '330 Seventh Row', 'Brooklyn', 'NY', '11215', 40.6694, -73.9796],
  ['Grand Concourse Arena', '1 River Gate', 'Bronx', 'NY', '10451', 40.8275, -73.9263],
  ['Liberty Outlet Walk', '600 Washington Loop', 'Jersey City', 'NJ', '07310', 40.7282, -74.0345],
  ['Union Loft Gallery', '33 Union Mews', 'New York', 'NY', '10003', 40.7359, -73.9911],
];

const TORONTO: readonly Row[] = [
  ['Harbourfront Tent', '235 Queens Quay', 'Toronto', 'ON', 'M5J 2G8', 43.6389, -79.3817],
  ['Kensington Corner Market', '18 Augusta Lane', 'Toronto', 'ON', 'M5T 2L3', 43.6548, -79.4022],
  ['Northgate Centre', '5100 Yonge Place', 'North York', 'ON', 'M2N 6L7', 43.7687, -79.4127],
  ['Distillery Yard', '9 Trinity Mews', 'Toronto', 'ON', 'M5A 3C4', 43.6503, -79.3596],
  ['Maple Arena Concourse', '40 Bay Crescent', 'Toronto', 'ON', 'M5J 2X2', 43.6435, -79.3791],
];

const BERLIN: readonly Row[] = [
  ['Markthalle am Ufer', 'Uferstraße 12', 'Berlin', 'BE', '10997', 52.5007, 13.4413],
  ['Alexander Passage', 'Alexanderzeile 4', 'Berlin', 'BE', '10178', 52.5219, 13.4132],
  ['Tempelhof Wiese', 'Flugfeldweg 1', 'Berlin', 'BE', '12101', 52.4731, 13.4016],
  ['Kaufhaus Westend', 'Westendallee 90', 'Berlin', 'BE', '14050', 52.5178, 13.2599],
  ['Spreehalle', 'Spreeufer 77', 'Berlin', 'BE', '10243', 52.5076, 13.4498],
  ['Biomarkt Prenzlauer Berg', 'Kollwitzzeile 30', 'Berlin', 'BE', '10405', 52.5366, 13.4176],
];

const rows = (base: BaseKey, zone: string, country: string, list: readonly Row[]): PlaceEntry[] =>
  list.map(([name, line1, city, region, postalCode, latitude, longitude]) => ({
    base,
    zone,
    country,
    name,
    line1,
    city,
    region,
    postalCode,
    latitude,
    longitude,
  }));

/** 42 places over six zones; Phoenix keeps no daylight saving time. */
export const PLACES: readonly PlaceEntry[] = [
  ...rows('la', 'America/Los_Angeles', 'US', LOS_ANGELES),
  ...rows('den', 'America/Denver', 'US', DENVER),
  ...rows('den', 'America/Phoenix', 'US', PHOENIX),
  ...rows('nyc', 'America/New_York', 'US', NEW_YORK),
  ...rows('tor', 'America/Toronto', 'CA', TORONTO),
  ...rows('ber', 'Europe/Berlin', 'DE', BERLIN),
];

export const PLACE_CONTACTS = [
  'Lena Ortiz',
  'Marcus Bell',
  'Priya Nair',
  'Tom Okafor',
  'Jana Vogel',
  'Chris Leung',
  'Dana Whitfield',
  'Rosa Delgado',
  'Ben Achterberg',
  'Nadia Haddad',
] as const;

export const LOAD_IN_NOTES = [
  'Loading dock on the north side, ring twice. Dock closes at 10:00.',
  'Freight lift on the left, 1.9 m high. Ask security for the key card.',
  'Van access until 09:00 only, then hand trolley from the side street.',
  'Unload at gate C. Power is behind the panel next to the stage, two 16 A circuits.',
  'Use the staff entrance. Sign in at the desk and collect a visitor badge.',
  'No vehicle on the paving. Trolleys are kept in the storage room by the lift.',
] as const;
