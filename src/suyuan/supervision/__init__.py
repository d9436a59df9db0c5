"""The register of jointly supervised cases, persons abroad, forfeiture in absence, sanctions. Pure."""
