"""How people write names that the census prints in upper case, without accents or spaces."""

from collections.abc import Mapping
from types import MappingProxyType

_SURNAMES = """
GARCÍA RODRÍGUEZ MARTÍNEZ HERNÁNDEZ LÓPEZ GONZÁLEZ PÉREZ SÁNCHEZ RAMÍREZ GÓMEZ DÍAZ VÁZQUEZ
VÁSQUEZ JIMÉNEZ GUTIÉRREZ NÚÑEZ PEÑA MUÑOZ MÉNDEZ FERNÁNDEZ ÁLVAREZ DOMÍNGUEZ SUÁREZ ÁVILA
BELTRÁN CALDERÓN CÁRDENAS CASTAÑEDA CHÁVEZ CORTÉS ESTÉVEZ FARÍAS GALVÁN GARZÓN GUZMÁN IBÁÑEZ
JUÁREZ LEÓN LUJÁN MACÍAS MARÍN MEJÍA MELÉNDEZ MONTAÑO ORDÓÑEZ OCAÑA PATIÑO
PADRÓN QUIÑONES QUIÑONEZ RINCÓN RÍOS ROLDÁN ROMÁN SEPÚLVEDA SOLÍS TÉLLEZ TRÍAS
VALDÉS VALDÉZ VELÁSQUEZ VELÁZQUEZ VÉLEZ YÁÑEZ ZÚÑIGA ZÁRATE ARÉVALO ACUÑA BAÑUELOS BOLAÑOS
BRISEÑO CARREÑO CEDEÑO DURÁN ENRÍQUEZ ESPAÑA GALÁN HENRÍQUEZ LÁZARO LIMÓN
MAGAÑA MÁRQUEZ NUÑO PÁEZ PIÑA PIÑEDA SALDAÑA SANTILLÁN TREVIÑO TOBÓN VILLASEÑOR ZALDÍVAR
AVILÉS BENÍTEZ BERMÚDEZ CÁCERES CAÑAS CERÓN CHACÓN COLÓN CORDÓN FÉLIX GAITÁN
GIRÓN HOLGUÍN JÁUREGUI LAÍNEZ MARTÍN MORÁN MORÓN OBREGÓN PABÓN QUIÑÓNEZ RENDÓN
SÁENZ SALMERÓN TERÁN URÍAS VERDÍN VILLALÓN ÁNGEL ÁNGELES MÜLLER SCHRÖDER
"""
_FIRST_NAMES = """
JOSÉ JESÚS MARÍA ÁNGEL ADRIÁN AARÓN ANDRÉS BELÉN BENJAMÍN CÉSAR CONCEPCIÓN CRISTÓBAL DAMIÁN
ÉRICA ESTEBÁN FABIÁN FÉLIX GASTÓN GERMÁN GERÓNIMO GÉNESIS HÉCTOR HERNÁN INÉS IRÁN IVÁN JAZMÍN
JERÓNIMO JOAQUÍN JULIÁN LÁZARO LEÓN LUCÍA MARTÍN MATÍAS MÓNICA MOISÉS NICOLÁS NOÉ OMÁR
ÓSCAR RAMÓN RAÚL RENÉ RENÉE ROCÍO ROMÁN RUBÉN SALOMÓN SEBASTIÁN SIMÓN SOFÍA TOMÁS
VERÓNICA VÍCTOR XÓCHITL ANDRÉ AGUSTÍN ÁLVARO EFRAÍN
EFRÉN ELÍAS FERMÍN JOSUÉ ISAÍAS ZOË CHLOË FRANÇOIS NOËL DÉBORA ÚRSULA
"""
# The spelling on the left, as the census has it, stands for several words or has an apostrophe.
_PARTS = """
DE LA CRUZ|DE LA TORRE|DE LA ROSA|DE LA GARZA|DE LA FUENTE|DE LA PAZ|DE LA PEÑA|DE LA CERDA
DE LA VEGA|DE LARA|DE LA MORA|DE LA RIVA|DE LA LUZ|DE LA O|DE LA HOYA|DE LA ROCHA|DE LOERA
DE LOS SANTOS|DE LOS REYES|DE LOS ANGELES|DE LOS RIOS|DEL ANGEL|DEL AGUILA|DEL TORO|DEL REAL
DEL RIO|DEL VALLE|DEL BOSQUE|DEL CASTILLO|DE LEÓN|DE JESÚS|DE LUNA|DE GUZMAN|DE HARO|DE ANDA
DE SANTIAGO|DE ALBA|DE AVILA|SAN MIGUEL|SAN MARTIN|SANTA MARIA|SANTA CRUZ
VAN DYKE|VAN HORN|VAN BUREN|VAN METER|VAN WINKLE|VAN DUSEN|ST JOHN|ST CLAIR|LE BLANC|LA FLEUR
DI MARCO|DE MARCO|DE SANTIS|DE LUCA|DE VRIES|DE WITT|MAC DONALD
O'BRIEN|O'CONNOR|O'CONNELL|O'DONNELL|O'NEILL|O'NEAL|O'NEIL|O'LEARY|O'HARA|O'MALLEY|O'KEEFE
O'ROURKE|O'REILLY|O'SULLIVAN|O'TOOLE|O'SHEA|O'DELL|D'ANGELO|D'AMICO|D'AGOSTINO|D'ALESSANDRO
"""
_FOLD = str.maketrans("ÁÉÍÓÚÑÜÖËÇ", "AEIOUNUOEC")


def fold(text: str) -> str:
    """Return upper-case text without the accents that this module writes."""
    return text.translate(_FOLD)


def _by_census_spelling(words: list[str]) -> Mapping[str, str]:
    squeezed = ((fold(word).replace(" ", "").replace("'", ""), word) for word in words)
    return MappingProxyType(dict(squeezed))


_WITH_PARTS = _by_census_spelling(_PARTS.strip().replace("\n", "|").split("|"))
SURNAMES: Mapping[str, str] = MappingProxyType(
    {**_by_census_spelling(_SURNAMES.split()), **_WITH_PARTS}
)
"""Census spelling of a surname to its full spelling, with accents, spaces and apostrophes."""
FIRST_NAMES: Mapping[str, str] = _by_census_spelling(_FIRST_NAMES.split())
"""Census spelling of a first name to its spelling with accents."""
# The census table leaves out single letters; these surnames exist (Korean O, Burmese U).
ONE_LETTER_SURNAMES: Mapping[str, str] = MappingProxyType({"O": "api", "U": "api"})
