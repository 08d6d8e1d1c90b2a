"""Korean banks by the three-digit codes that transfer files name them by (Korea Financial
Telecommunications and Clearings Institute)."""

from collections.abc import Mapping

BANKS: Mapping[str, tuple[str, str]] = {
    "002": ("한국산업은행", "Korea Development Bank"),
    "003": ("기업은행", "Industrial Bank of Korea"),
    "004": ("국민은행", "KB Kookmin Bank"),
    "007": ("수협은행", "Suhyup Bank"),
    "011": ("농협은행", "NongHyup Bank"),
    "012": ("지역농축협", "Local Nonghyup"),
    "020": ("우리은행", "Woori Bank"),
    "023": ("SC제일은행", "Standard Chartered Bank Korea"),
    "027": ("한국씨티은행", "Citibank Korea"),
    "031": ("iM뱅크", "iM Bank"),
    "032": ("부산은행", "Busan Bank"),
    "034": ("광주은행", "Kwangju Bank"),
    "035": ("제주은행", "Jeju Bank"),
    "037": ("전북은행", "Jeonbuk Bank"),
    "039": ("경남은행", "Kyongnam Bank"),
    "045": ("새마을금고", "Korean Federation of Community Credit Cooperatives"),
    "048": ("신협", "National Credit Union Federation"),
    "050": ("저축은행", "Savings banks"),
    "064": ("산림조합", "Forestry Cooperative"),
    "071": ("우체국", "Korea Post"),
    "081": ("하나은행", "Hana Bank"),
    "088": ("신한은행", "Shinhan Bank"),
    "089": ("케이뱅크", "K bank"),
    "090": ("카카오뱅크", "KakaoBank"),
    "092": ("토스뱅크", "Toss Bank"),
}
"""The bank's name in Korean and in English."""
