//! Decimal numbers, without the formatting machinery of the standard library.

/// Returns the decimal digits of a number.
pub(crate) fn decimal(mut number: u64) -> String {
    let mut digits = [0; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    digits[start..].iter().map(|&digit| char::from(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn a_number_is_written_in_decimal_digits() {
        for number in [0, 7, 10, 858_462, u64::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
