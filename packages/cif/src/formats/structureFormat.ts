/**
 * The file formats that crystals are read from and written to.
 *
 * - `cif`: crystallographic information file
 * - `poscar`: POSCAR or CONTCAR of VASP
 * - `json`: pymatgen's JSON, `Structure.as_dict()`
 * - `extxyz`: extended XYZ, as ASE writes it
 * - `optimade`: JSON with structure resources of the OPTIMADE API
 */
export type StructureFormat = "cif" | "poscar" | "json" | "extxyz" | "optimade";
