"""Where participants grew up and live: Korea's seventeen provinces and cities, and abroad."""

from enum import StrEnum


class Region(StrEnum):
    """A region, by the code that profiles and quotas hold."""

    SEOUL = "seoul"
    BUSAN = "busan"
    DAEGU = "daegu"
    INCHEON = "incheon"
    GWANGJU = "gwangju"
    DAEJEON = "daejeon"
    ULSAN = "ulsan"
    SEJONG = "sejong"
    GYEONGGI = "gyeonggi"
    GANGWON = "gangwon"
    CHUNGBUK = "chungbuk"
    CHUNGNAM = "chungnam"
    JEONBUK = "jeonbuk"
    JEONNAM = "jeonnam"
    GYEONGBUK = "gyeongbuk"
    GYEONGNAM = "gyeongnam"
    JEJU = "jeju"
    ABROAD = "abroad"


NAMES: dict[Region, tuple[str, str]] = {
    Region.SEOUL: ("서울", "Seoul"),
    Region.BUSAN: ("부산", "Busan"),
    Region.DAEGU: ("대구", "Daegu"),
    Region.INCHEON: ("인천", "Incheon"),
    Region.GWANGJU: ("광주", "Gwangju"),
    Region.DAEJEON: ("대전", "Daejeon"),
    Region.ULSAN: ("울산", "Ulsan"),
    Region.SEJONG: ("세종", "Sejong"),
    Region.GYEONGGI: ("경기", "Gyeonggi"),
    Region.GANGWON: ("강원", "Gangwon"),
    Region.CHUNGBUK: ("충북", "North Chungcheong"),
    Region.CHUNGNAM: ("충남", "South Chungcheong"),
    Region.JEONBUK: ("전북", "North Jeolla"),
    Region.JEONNAM: ("전남", "South Jeolla"),
    Region.GYEONGBUK: ("경북", "North Gyeongsang"),
    Region.GYEONGNAM: ("경남", "South Gyeongsang"),
    Region.JEJU: ("제주", "Jeju"),
    Region.ABROAD: ("해외", "Abroad"),
}
"""What each is called, in Korean and in English."""
