#include "qr/model1.h"

namespace ecv::qr::model1 {
namespace {

struct Row {
  uint8_t parity, blocks, data;
};

// By version and level L, M, Q, H: error correction codewords a block, blocks, data codewords a block.
constexpr Row kRows[kMostVersion][4] = {
    {{7, 1, 19}, {10, 1, 16}, {13, 1, 13}, {17, 1, 9}},      {{10, 1, 36}, {16, 1, 30}, {22, 1, 24}, {30, 1, 16}},
    {{15, 1, 57}, {28, 1, 44}, {36, 1, 36}, {48, 1, 24}},    {{20, 1, 80}, {40, 1, 60}, {50, 1, 50}, {66, 1, 34}},
    {{26, 1, 108}, {52, 1, 82}, {66, 1, 68}, {44, 2, 23}},   {{34, 1, 136}, {32, 2, 53}, {42, 2, 43}, {56, 2, 29}},
    {{42, 1, 170}, {40, 2, 66}, {52, 2, 54}, {46, 3, 24}},   {{24, 2, 104}, {48, 2, 80}, {64, 2, 64}, {56, 3, 29}},
    {{30, 2, 123}, {60, 2, 93}, {50, 3, 52}, {68, 3, 34}},   {{34, 2, 145}, {68, 2, 111}, {58, 3, 61}, {58, 4, 31}},
    {{40, 2, 168}, {40, 4, 64}, {52, 4, 52}, {54, 5, 29}},   {{46, 2, 192}, {46, 4, 73}, {58, 4, 61}, {62, 5, 33}},
    {{36, 3, 144}, {52, 4, 83}, {66, 4, 69}, {58, 6, 32}},   {{40, 3, 163}, {60, 4, 92}, {60, 5, 62}, {66, 6, 35}}};

// Eight modules, `across` to a row, from the lower right corner leftwards and up.
void Lay(int side, int right, int bottom, int across, std::vector<int>& order) {
  for (int bit = 0; bit < 8; ++bit) {
    order.push_back((bottom - bit / across) * side + right - bit % across);
  }
}

}  // namespace

std::vector<int> Order(int version) {
  int side = Side(version), last = side - 1;
  std::vector<int> order;
  // Two columns of upright bricks at the right edge; every other one of the outer column is an extension pattern.
  int beside = (side - 8) / 4;
  for (int column = 0; column < 2; ++column) {
    for (int i = 0; i < beside; ++i) {
      bool extension = column == 0 && i % 2 == 0 && i > 0 && i < beside - 1;
      if (!extension) Lay(side, last - 2 * column, last - 4 * i, 2, order);
    }
  }
  // Lying bricks between the finders' columns; those above the timing row sit one module higher.
  int columns = (side - 13) / 4, rows = side / 2;
  for (int column = 0; column < columns; ++column) {
    for (int i = 0; i < rows; ++i) {
      bool finder = column == 0 && i >= rows - 4;
      bool extension = i == 0 && column % 2 == 1 && column != columns - 1;
      if (!finder && !extension) Lay(side, last - 4 - 4 * column, last - 2 * i - (i >= rows - 3 ? 1 : 0), 4, order);
    }
  }
  // Upright bricks between the two finders on the left, on both sides of the timing column.
  for (int right : {8, 5, 3, 1}) {
    for (int i = 0; i < (side - 16) / 4; ++i) {
      Lay(side, right, last - 8 - 4 * i, 2, order);
    }
  }
  return order;
}

std::vector<Block> Blocks(int version, int level) {
  Row row = kRows[version - 1][level];
  return std::vector<Block>(row.blocks, Block{row.parity + row.data, row.data});
}

}  // namespace ecv::qr::model1
