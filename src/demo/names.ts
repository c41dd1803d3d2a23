/** Words of which customers' names are made. */
export const BUSINESSES = [
  ...["Papelería", "Ferretería", "Supermercado", "Droguería", "Distribuidora", "Almacén", "Comercializadora", "Depósito", "Autoservicio"],
  ...["Cacharrería", "Miscelánea", "Surtidora"],
] as const;

export const SHOPS = [
  ...[
    "El Sol",
    "La Esperanza",
    "Los Andes",
    "La Sabana",
    "El Porvenir",
    "La Candelaria",
    "San Jorge",
    "El Roble",
    "La Ceiba",
    "El Progreso",
  ],
  ...[
    "Santa Lucía",
    "La Colina",
    "El Nogal",
    "Las Acacias",
    "El Dorado",
    "La Floresta",
    "Monserrate",
    "El Poblado",
    "La Macarena",
    "San Fermín",
  ],
] as const;

export const FIRST_NAMES = [
  ...["María", "Jorge", "Luz", "Hernán", "Gloria", "Álvaro", "Patricia", "Wilson", "Marta", "Óscar", "Claudia", "Édgar"],
] as const;

export const SURNAMES = [
  ...["Rodríguez", "Gómez", "Martínez", "Ospina", "Rincón", "Cárdenas", "Zapata", "Beltrán", "Pardo", "Vargas", "Muñoz", "Acosta"],
] as const;

export const STREETS = [
  "Calle 13 # 24-",
  "Carrera 7 # 45-",
  "Avenida 68 # 12-",
  "Carrera 50 # 33-",
  "Calle 80 # 69-",
  "Diagonal 40 # 8-",
] as const;
