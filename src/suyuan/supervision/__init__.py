"""The register of jointly supervised cases, persons abroad, forfeiture of absent persons' property. Pure."""
