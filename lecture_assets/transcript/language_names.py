"""What OpenAI's Whisper calls languages, and their codes."""

from lecture_assets.media.languages import ISO_639_1

# In the order of Whisper's own table, without the three that ISO 639-1 has no code for.
_NAMES = """
english:en chinese:zh german:de spanish:es russian:ru korean:ko french:fr japanese:ja portuguese:pt
turkish:tr polish:pl catalan:ca dutch:nl arabic:ar swedish:sv italian:it indonesian:id hindi:hi
finnish:fi vietnamese:vi hebrew:he ukrainian:uk greek:el malay:ms czech:cs romanian:ro danish:da
hungarian:hu tamil:ta norwegian:no thai:th urdu:ur croatian:hr bulgarian:bg lithuanian:lt latin:la
maori:mi malayalam:ml welsh:cy slovak:sk telugu:te persian:fa latvian:lv bengali:bn serbian:sr
azerbaijani:az slovenian:sl kannada:kn estonian:et macedonian:mk breton:br basque:eu icelandic:is
armenian:hy nepali:ne mongolian:mn bosnian:bs kazakh:kk albanian:sq swahili:sw galician:gl
marathi:mr punjabi:pa sinhala:si khmer:km shona:sn yoruba:yo somali:so afrikaans:af occitan:oc
georgian:ka belarusian:be tajik:tg sindhi:sd gujarati:gu amharic:am yiddish:yi lao:lo uzbek:uz
faroese:fo haitian_creole:ht pashto:ps turkmen:tk nynorsk:nn maltese:mt sanskrit:sa
luxembourgish:lb myanmar:my tibetan:bo tagalog:tl malagasy:mg assamese:as tatar:tt lingala:ln
hausa:ha bashkir:ba javanese:jv sundanese:su
"""
_CODES = dict(pair.split(":") for pair in _NAMES.split())
_NAME_OF = {code: name.replace("_", " ").title() for name, code in _CODES.items()}


def language_name(code: str) -> str:
    """Name a language in English; what has no name here is returned as it is.

    Args:
        code: Of ISO 639-1.
    """
    return _NAME_OF.get(code, code)


def language_code(said: str | None) -> str | None:
    """Return the ISO 639-1 code of what a provider calls a language; None where it has none.

    Args:
        said: A name as Whisper has them, a code, or a tag of BCP 47 such as ``en-US``.
    """
    name = (said or "").strip().lower().replace(" ", "_")
    code = _CODES.get(name) or name.split("-")[0].split("_")[0]
    return code if code in ISO_639_1 else None
